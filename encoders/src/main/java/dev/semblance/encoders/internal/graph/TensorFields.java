package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.onnx.ExternalLocation;
import org.jspecify.annotations.Nullable;

/**
 * {@code TensorProto} while it is read. Whichever of its fields holds the elements, they
 * end up in little-endian order.
 */
final class TensorFields {

	/** Far more than there are. */
	private static final int MOST_DIMENSIONS = 64;

	private String name = "";

	private int elementType;

	private @Nullable ByteBuffer raw;

	private ByteBuffer packed = ByteBuffer.allocate(0);

	/** The field that holds the elements, 0 if none does. */
	private int field;

	private boolean external;

	private final List<Long> dimensions = new ArrayList<>();

	/** Elements that are stored as numbers of variable length. */
	private final List<Long> integers = new ArrayList<>();

	private final Map<String, String> externalData = new HashMap<>();

	/** Reads a tensor, up to the end of its message. */
	static GraphTensor read(MessageStream stream) throws IOException {
		TensorFields fields = new TensorFields();
		for (int tag = stream.tag(); tag != 0; tag = stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> stream.wholes(tag, fields.dimensions);
				case 2 -> fields.elementType = Math.toIntExact(stream.whole(tag));
				case 3 -> throw new IOException("it has a tensor in segments");
				case 4, 10 -> fields.packed(tag, stream.packed(tag));
				case 5, 7, 11 -> fields.integers(tag, stream);
				case 6 -> throw new IOException("it has a tensor of strings");
				case 8 -> fields.name = stream.text(tag);
				case 9 -> fields.raw = stream.slice(tag);
				case 13 -> stream.message(tag, () -> fields.readExternalData(stream));
				case 14 -> fields.external = stream.whole(tag) == 1;
				default -> stream.skip(tag);
			}
		}
		return fields.tensor();
	}

	private void readExternalData(MessageStream stream) throws IOException {
		String key = "";
		String value = "";
		for (int tag = stream.tag(); tag != 0; tag = stream.tag()) {
			switch (MessageStream.field(tag)) {
				case 1 -> key = stream.text(tag);
				case 2 -> value = stream.text(tag);
				default -> stream.skip(tag);
			}
		}
		this.externalData.put(key, value);
	}

	/** Packed floats and doubles are stored as they would be raw. */
	private void packed(int tag, ByteBuffer numbers) throws IOException {
		if (this.field != 0) {
			throw new IOException("it has a tensor whose elements are scattered");
		}
		this.field = MessageStream.field(tag);
		this.packed = numbers;
	}

	private void integers(int tag, MessageStream stream) throws IOException {
		int number = MessageStream.field(tag);
		if (this.field != 0 && this.field != number) {
			throw new IOException("it has a tensor whose elements are scattered");
		}
		this.field = number;
		stream.wholes(tag, this.integers);
	}

	private GraphTensor tensor() throws IOException {
		if (this.dimensions.size() > MOST_DIMENSIONS
				|| this.dimensions.stream().anyMatch((dimension) -> dimension < 0)) {
			throw new IOException("tensor '%s' has the shape %s".formatted(this.name, this.dimensions));
		}
		ElementType type = ElementType.of(this.elementType).orElse(null);
		GraphTensor tensor = new GraphTensor(this.name, this.elementType, this.dimensions, data(type));
		long elements = tensor.elements();
		long size = tensor.data().size();
		boolean fits = (type != null) ? size < 0 || size == Math.multiplyExact(elements, type.size())
				: elements == 0 || size != 0;
		if (!fits) {
			throw new IOException(
					"tensor '%s' of the shape %s has %,d bytes".formatted(this.name, this.dimensions, size));
		}
		return tensor;
	}

	private TensorData data(@Nullable ElementType type) throws IOException {
		if (this.external) {
			String location = this.externalData.getOrDefault("location", "");
			if (!ExternalLocation.isBeside(location)) {
				throw new IOException("tensor '%s' is in '%s'".formatted(this.name, location));
			}
			return new TensorData.External(location, number("offset", 0), number("length", -1));
		}
		if (this.raw != null) {
			return new TensorData.InMemory(this.raw);
		}
		if (this.field != 0 && (type == null || type.field() != this.field)) {
			throw new IOException("tensor '%s' of the type %d has its elements in another place than those of this type"
				.formatted(this.name, this.elementType));
		}
		return new TensorData.InMemory((type == null || type.isPacked()) ? this.packed : bytes(type));
	}

	private ByteBuffer bytes(ElementType type) {
		ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(this.integers.size(), type.size()))
			.order(ByteOrder.LITTLE_ENDIAN);
		for (long integer : this.integers) {
			switch (type.size()) {
				case 1 -> bytes.put((byte) ((type == ElementType.BOOL && integer != 0) ? 1 : integer));
				case Short.BYTES -> bytes.putShort((short) integer);
				case Integer.BYTES -> bytes.putInt((int) integer);
				default -> bytes.putLong(integer);
			}
		}
		return bytes.flip();
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

}
