package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An answer that is watched while it is read, and closed when nearly nothing comes any
 * more: reading from a connection has no time limit of its own.
 */
final class StallWatch extends InputStream {

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
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : Byte.toUnsignedInt(one[0]);
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		try {
			int read = this.body.read(buffer, offset, length);
			if (read < 0 && this.stalled) {
				throw new IOException("it was closed");
			}
			this.bytes.addAndGet(Math.max(0, read));
			return read;
		}
		catch (IOException ex) {
			throw this.stalled ? new IOException("nearly nothing came for %d ms".formatted(this.timeout.toMillis()), ex)
					: ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.thread.interrupt();
		this.body.close();
	}

}
