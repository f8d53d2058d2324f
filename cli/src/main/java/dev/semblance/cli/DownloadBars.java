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

	/** Repository and file, since two models have files of the same name. */
	private String shown = "";

	private @Nullable Progress bar;

	@Override
	public synchronized void progress(DownloadProgress progress) {
		if (progress.totalBytes() < LARGE) {
			return;
		}
		String file = progress.repository() + "/" + progress.file();
		if (this.bar == null || !file.equals(this.shown)) {
			close();
			this.shown = file;
			this.bar = Progress.ofBytes(progress.file(), progress.bytes(), progress.totalBytes());
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
