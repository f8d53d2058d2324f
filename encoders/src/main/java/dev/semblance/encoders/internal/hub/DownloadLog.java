package dev.semblance.encoders.internal.hub;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.semblance.encoders.DownloadListener;
import dev.semblance.encoders.DownloadProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a line for every ten percent of a large file, with rate and time left.
 */
public final class DownloadLog implements DownloadListener {

	private static final Logger logger = LoggerFactory.getLogger(DownloadLog.class);

	/** Smaller files are there before anybody asks. */
	private static final long LARGE = 1_000_000;

	private static final int STEP = 10;

	private static final double MEGA = 1e6;

	private static final double NANOS_PER_SECOND = 1e9;

	private final Map<String, Started> files = new ConcurrentHashMap<>();

	@Override
	public void progress(DownloadProgress progress) {
		line(progress).ifPresent(logger::info);
	}

	/** What is logged of it, if anything is. */
	Optional<String> line(DownloadProgress progress) {
		if (progress.totalBytes() < LARGE) {
			return Optional.empty();
		}
		String name = progress.file() + " of " + progress.repository();
		Started started = this.files.get(name);
		String line = null;
		if (started == null || progress.bytes() < started.bytes()) {
			line = "Downloading %s: %s MB%s".formatted(name, megabytes((double) progress.totalBytes()),
					(progress.bytes() > 0) ? ", going on at %d %%".formatted(progress.percent()) : "");
			this.files.put(name, new Started(System.nanoTime(), progress.bytes(), progress.percent() / STEP));
		}
		else if (progress.percent() / STEP > started.steps()) {
			line = "Downloading %s: %s".formatted(name, started.describe(progress));
			this.files.put(name, new Started(started.nanos(), started.bytes(), progress.percent() / STEP));
		}
		if (progress.bytes() >= progress.totalBytes()) {
			this.files.remove(name);
		}
		return Optional.ofNullable(line);
	}

	private static String megabytes(double bytes) {
		return "%.1f".formatted(bytes / MEGA);
	}

	private record Started(long nanos, long bytes, int steps) {

		String describe(DownloadProgress progress) {
			double seconds = Math.max((System.nanoTime() - this.nanos) / NANOS_PER_SECOND, 1e-3);
			double rate = (progress.bytes() - this.bytes) / seconds;
			double left = (progress.totalBytes() - progress.bytes()) / Math.max(rate, 1);
			return "%d %% of %s MB, %s MB/s, %.0f s left".formatted(progress.percent(),
					megabytes((double) progress.totalBytes()), megabytes(rate), Math.ceil(left));
		}

	}

}
