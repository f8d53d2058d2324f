package dev.semblance.cli;

import dev.semblance.encoders.DownloadListener;
import dev.semblance.encoders.DownloadProgress;
import org.jspecify.annotations.Nullable;

/**
 * Shows a bar for each large file that is fetched, with rate and time left.
 */
final class DownloadBars implements DownloadListener, AutoCloseable {

	/** Smaller files are there before anybody has read their name. */
	private static final long LARGE = 1_000_000;

	private String file = "";

	private @Nullable Progress bar;

	@Override
	public synchronized void progress(DownloadProgress progress) {
		if (progress.totalBytes() < LARGE) {
			return;
		}
		if (this.bar == null || !progress.file().equals(this.file)) {
			close();
			this.file = progress.file();
			this.bar = Progress.ofBytes(this.file, progress.bytes(), progress.totalBytes());
		}
		this.bar.to(progress.bytes());
		if (progress.bytes() >= progress.totalBytes()) {
			close();
		}
	}

	@Override
	public synchronized void close() {
		if (this.bar != null) {
			this.bar.close();
			this.bar = null;
		}
	}

}
