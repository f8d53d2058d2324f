package dev.semblance.encoders.internal.lifecycle;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is held outside the Java heap, so that a leak shows.
 */
public final class OpenResources {

	/** ONNX Runtime sessions. */
	public static final OpenResources SESSIONS = new OpenResources();

	/** Native tokenizers. */
	public static final OpenResources TOKENIZERS = new OpenResources();

	private final AtomicInteger count = new AtomicInteger();

	private OpenResources() {
	}

	/** Counts one that was opened. */
	public void opened() {
		this.count.incrementAndGet();
	}

	/** Counts one that was closed. */
	public void closed() {
		this.count.decrementAndGet();
	}

	/**
	 * Returns how many are open.
	 * @return the number
	 */
	public int count() {
		return this.count.get();
	}

}
