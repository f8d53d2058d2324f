package dev.semblance.encoders.internal.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TEMPORARY. */
public final class Safetensors implements AutoCloseable {

	private final byte[] bytes;

	private final JsonNode header;

	private final int start;

	private Safetensors(byte[] bytes) {
		this.bytes = bytes;
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		int length = (int) buffer.getLong();
		this.header = JsonMapper.shared().readTree(bytes, 8, length);
		this.start = 8 + length;
	}

	public static Safetensors open(ModelFiles files, String path) {
		try (InputStream stream = files.open(path)) {
			return new Safetensors(stream.readAllBytes());
		}
		catch (IOException ex) {
			throw new InvalidModelException("x", "y", ex);
		}
	}

	public Tensor read(String name, long... shape) {
		JsonNode entry = this.header.get(name);
		int from = entry.path("data_offsets").path(0).asInt();
		int to = entry.path("data_offsets").path(1).asInt();
		float[] values = new float[(to - from) / 4];
		ByteBuffer.wrap(this.bytes, this.start + from, to - from)
			.order(ByteOrder.LITTLE_ENDIAN)
			.asFloatBuffer()
			.get(values);
		return new Tensor(shape, values);
	}

	@Override
	public void close() {
	}

	@SuppressWarnings("ArrayRecordComponent")
	public record Tensor(long[] shape, float[] values) {
	}

}
