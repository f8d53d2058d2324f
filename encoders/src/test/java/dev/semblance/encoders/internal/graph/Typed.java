package dev.semblance.encoders.internal.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.internal.onnx.OnnxBuilder;
import dev.semblance.encoders.internal.onnx.ProtobufMessage;

/**
 * A way in which a file may hold the two elements of a tensor.
 *
 * @param elementType their type
 * @param elements adds them to a tensor
 */
record Typed(int elementType, UnaryOperator<ProtobufMessage> elements) {

	static final Map<String, Typed> ALL = Map.ofEntries(
			entry("raw floats", 1, (tensor) -> tensor.bytes(9, floats(1.5f, -2))),
			entry("packed floats", 1, (tensor) -> tensor.bytes(4, floats(1.5f, -2))),
			entry("unsigned bytes", 2, (tensor) -> tensor.integer(5, 200).integer(5, 3)),
			entry("bytes", 3, (tensor) -> tensor.integer(5, -100).integer(5, 3)),
			entry("packed integers", 6, (tensor) -> tensor.bytes(5, ByteBuffer.wrap(new byte[] { 5, (byte) 0x85, 1 }))),
			entry("integers", 6, (tensor) -> tensor.integer(5, -7).integer(5, Integer.MAX_VALUE)),
			entry("long integers", 7, (tensor) -> tensor.integer(7, -7).integer(7, 1L << 40)),
			entry("truth values of more than one bit", 9, (tensor) -> tensor.integer(5, 256).integer(5, 0)),
			entry("half precision as integers", 10, (tensor) -> tensor.integer(5, 0x3e00).integer(5, 0xc000)),
			entry("packed doubles", 11, (tensor) -> tensor.bytes(10, doubles(0.25, -8))));

	private static Map.Entry<String, Typed> entry(String name, int elementType,
			UnaryOperator<ProtobufMessage> elements) {
		return Map.entry(name, new Typed(elementType, elements));
	}

	/** The tensor without its name. */
	ProtobufMessage tensor() {
		return this.elements.apply(OnnxBuilder.tensor(this.elementType, 2));
	}

	private static ByteBuffer floats(float first, float second) {
		return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(first).putFloat(second).flip();
	}

	private static ByteBuffer doubles(double first, double second) {
		return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(first).putDouble(second).flip();
	}

}
