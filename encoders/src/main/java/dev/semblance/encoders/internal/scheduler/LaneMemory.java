package dev.semblance.encoders.internal.scheduler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Direct buffers that a lane uses again for every batch, because native code reads and
 * writes them without a copy. They grow to what the largest batch needs. Not safe for
 * concurrent use.
 */
public final class LaneMemory {

	/** What is larger is rare, and not kept. */
	private static final int LARGEST_KEPT = 64 << 20;

	private static final int SMALLEST = 4096;

	private final Map<String, ByteBuffer> buffers = new HashMap<>();

	/**
	 * Returns a buffer.
	 * @param use tells buffers of the same run apart
	 * @param bytes its size
	 * @return a buffer of that size in native order, with whatever was in it
	 */
	public ByteBuffer buffer(String use, int bytes) {
		ByteBuffer buffer = this.buffers.get(use);
		if (buffer == null || buffer.capacity() < bytes) {
			buffer = ByteBuffer.allocateDirect(capacity(bytes));
			if (bytes <= LARGEST_KEPT) {
				this.buffers.put(use, buffer);
			}
		}
		return buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
	}

	/** The next power of two, so that growing stops soon. */
	private static int capacity(int bytes) {
		if (bytes > LARGEST_KEPT) {
			return bytes;
		}
		return (bytes <= SMALLEST) ? SMALLEST : Integer.highestOneBit(bytes - 1) << 1;
	}

}
