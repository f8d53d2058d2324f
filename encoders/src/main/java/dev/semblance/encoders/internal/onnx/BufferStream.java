package dev.semblance.encoders.internal.onnx;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of a buffer as a stream. Protobuf copies a direct buffer to the heap where it
 * may not read native memory; of a stream it reads what it needs and skips the weights.
 */
public final class BufferStream extends InputStream {

	private final ByteBuffer bytes;

	/**
	 * Creates a stream.
	 * @param bytes what is read, from position to limit; its position is not changed
	 */
	public BufferStream(ByteBuffer bytes) {
		this.bytes = bytes.duplicate();
	}

	@Override
	public int read() {
		return this.bytes.hasRemaining() ? this.bytes.get() & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) {
		if (length > 0 && !this.bytes.hasRemaining()) {
			return -1;
		}
		int count = Math.min(length, this.bytes.remaining());
		this.bytes.get(target, offset, count);
		return count;
	}

	@Override
	public long skip(long count) {
		int skipped = (int) Math.max(0, Math.min(count, this.bytes.remaining()));
		this.bytes.position(this.bytes.position() + skipped);
		return skipped;
	}

	@Override
	public int available() {
		return this.bytes.remaining();
	}

}
