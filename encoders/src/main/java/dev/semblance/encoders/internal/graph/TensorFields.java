package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * {@code TensorProto} while it is read. Whichever of its fields holds the elements, they
 * end up in little-endian order.
 */
final class TensorFields {

	String name = "";

	int elementType;

	@Nullable ByteBuffer raw;

	boolean external;

	final List<Long> dimensions = new ArrayList<>();

	/** Elements that are stored as numbers of variable length. */
	final List<Long> integers = new ArrayList<>();

	final Map<String, String> externalData = new HashMap<>();

	/** Packed floats and doubles are stored as they would be raw. */
	void packed(int tag, Slicer slicer, CodedInputStream stream) throws IOException {
		if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED && this.raw == null) {
			this.raw = slicer.slice();
			return;
		}
		throw new IOException("it has a tensor of unpacked numbers");
	}

	GraphTensor tensor() throws IOException {
		if (this.dimensions.stream().anyMatch((dimension) -> dimension < 0)) {
			throw new IOException("tensor '%s' has the shape %s".formatted(this.name, this.dimensions));
		}
		TensorData data = data();
		GraphTensor tensor = new GraphTensor(this.name, this.elementType, this.dimensions, data);
		ElementType type = ElementType.of(this.elementType).orElse(null);
		if (type != null && data.size() >= 0 && data.size() != Math.multiplyExact(tensor.elements(), type.size())) {
			throw new IOException(
					"tensor '%s' of the shape %s has %,d bytes".formatted(this.name, this.dimensions, data.size()));
		}
		return tensor;
	}

	private TensorData data() throws IOException {
		if (this.external) {
			String location = this.externalData.getOrDefault("location", "");
			return new TensorData.External(location, number("offset", 0), number("length", -1));
		}
		if (this.raw != null) {
			return new TensorData.InMemory(this.raw);
		}
		int size = ElementType.of(this.elementType).map(ElementType::size).orElse(Long.BYTES);
		ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(this.integers.size(), size))
			.order(ByteOrder.LITTLE_ENDIAN);
		for (long integer : this.integers) {
			switch (size) {
				case 1 -> bytes.put((byte) integer);
				case Short.BYTES -> bytes.putShort((short) integer);
				case Integer.BYTES -> bytes.putInt((int) integer);
				default -> bytes.putLong(integer);
			}
		}
		return new TensorData.InMemory(bytes.flip());
	}

	private long number(String key, long otherwise) throws IOException {
		String value = this.externalData.get(key);
		try {
			long number = (value != null) ? Long.parseLong(value) : otherwise;
			if (value != null && number < 0) {
				throw new IOException("tensor '%s' has the %s %s".formatted(this.name, key, value));
			}
			return number;
		}
		catch (NumberFormatException ex) {
			throw new IOException("tensor '%s' has the %s '%s'".formatted(this.name, key, value), ex);
		}
	}

	@FunctionalInterface
	interface Slicer {

		ByteBuffer slice() throws IOException;

	}

}
