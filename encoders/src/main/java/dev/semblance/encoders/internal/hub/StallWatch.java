package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches an answer while it is read, and closes it when nearly nothing comes any more:
 * reading from a connection has no time limit of its own.
 */
final class StallWatch implements AutoCloseable {

	/** Within one timeout; even the slowest line gives more. */
	private static final long LEAST_BYTES = 1024;

	private final InputStream body;

	private final Duration timeout;

	private final AtomicLong bytes = new AtomicLong();

	private final Thread thread;

	private volatile boolean stalled;

	private StallWatch(InputStream body, Duration timeout) {
		this.body = body;
		this.timeout = timeout;
		this.thread = new Thread(this::watch, "semblance-download-watch");
		this.thread.setDaemon(true);
	}

	static StallWatch over(InputStream body, Duration timeout) {
		StallWatch watch = new StallWatch(body, timeout);
		watch.thread.start();
		return watch;
	}

	void arrived(int count) {
		this.bytes.addAndGet(count);
	}

	/** Tells whether the answer was closed because it stood still. */
	boolean stalled() {
		return this.stalled;
	}

	private void watch() {
		try {
			long before = this.bytes.get();
			while (true) {
				Thread.sleep(this.timeout.toMillis());
				long now = this.bytes.get();
				if (now - before < LEAST_BYTES) {
					this.stalled = true;
					this.body.close();
					return;
				}
				before = now;
			}
		}
		catch (InterruptedException | IOException ex) {
			// It is over.
		}
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}
