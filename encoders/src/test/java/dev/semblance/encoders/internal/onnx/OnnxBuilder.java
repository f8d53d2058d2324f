package dev.semblance.encoders.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Builds ONNX files node by node, right ones and wrong ones. Every method that adds
 * something gives the name of its tensor, so that a graph reads like an expression. It
 * shares no code with what writes graphs, and checks nothing.
 */
public final class OnnxBuilder {

	/** {@code TensorProto.DataType.FLOAT}. */
	public static final int FLOAT = TensorSignature.FLOAT;

	/** {@code TensorProto.DataType.INT64}. */
	public static final int INT64 = TensorSignature.INT64;

	private static final int BOOL = TensorSignature.BOOL;

	private final ProtobufMessage graph = new ProtobufMessage().string(2, "built");

	private final Random random = new Random(7);

	private int operatorSet = 17;

	private int irVersion = 8;

	private int names;

	/** Sets the version of the operator set. */
	public OnnxBuilder operatorSet(int version) {
		this.operatorSet = version;
		return this;
	}

	/** Sets the version of the file format. */
	public OnnxBuilder irVersion(int version) {
		this.irVersion = version;
		return this;
	}

	/** Adds the inputs that transformers have. */
	public OnnxBuilder texts() {
		input("input_ids", INT64, "batch", "sequence");
		input("attention_mask", INT64, "batch", "sequence");
		return this;
	}

	/** Adds an input; dimensions are numbers, or names for what is not known. */
	public String input(String name, int elementType, Object... dimensions) {
		this.graph.message(11, value(name, elementType, dimensions));
		return name;
	}

	/** Makes a tensor an output. */
	public OnnxBuilder output(String name, int elementType, Object... dimensions) {
		this.graph.message(12, value(name, elementType, dimensions));
		return this;
	}

	/** Makes a tensor an output whose shape nobody states. */
	public OnnxBuilder output(String name) {
		this.graph.message(12, new ProtobufMessage().string(1, name)
			.message(2, new ProtobufMessage().message(1, new ProtobufMessage().integer(1, FLOAT))));
		return this;
	}

	/** Adds a constant of small random floats. */
	public String weights(long... shape) {
		float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) this.random.nextGaussian() * 0.3f;
		}
		return floats(shape, values);
	}

	/** Adds a constant of one float, without any dimension. */
	public String number(double value) {
		return floats(new long[0], (float) value);
	}

	/** Adds a constant of floats. */
	public String floats(long[] shape, float... values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		return initializer(FLOAT, shape, bytes);
	}

	/** Adds a constant of whole numbers with one dimension. */
	public String longs(long... values) {
		return longs(new long[] { values.length }, values);
	}

	/** Adds a constant of whole numbers. */
	public String longs(long[] shape, long... values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(values);
		return initializer(INT64, shape, bytes);
	}

	/** Adds a constant of truth values. */
	public String flags(long[] shape, boolean... values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length);
		for (boolean value : values) {
			bytes.put((byte) (value ? 1 : 0));
		}
		return initializer(BOOL, shape, bytes.flip());
	}

	private String initializer(int elementType, long[] shape, ByteBuffer bytes) {
		String name = newName("constant");
		initializer(tensor(elementType, shape).string(8, name).bytes(9, bytes));
		return name;
	}

	/** Adds a constant as a message. */
	public OnnxBuilder initializer(ProtobufMessage tensor) {
		this.graph.message(5, tensor);
		return this;
	}

	/** Adds a node of one output. */
	public String node(String operator, String... inputs) {
		return node(operator, List.of(inputs), Map.of());
	}

	/**
	 * Adds a node of one output; attributes are whole numbers, floats, words or lists.
	 */
	public String node(String operator, List<String> inputs, Map<String, Object> attributes) {
		String output = newName(operator);
		add(operator, inputs, List.of(output), attributes);
		return output;
	}

	/** Adds a node. */
	public OnnxBuilder add(String operator, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
		ProtobufMessage node = new ProtobufMessage();
		inputs.forEach((input) -> node.string(1, input));
		outputs.forEach((output) -> node.string(2, output));
		node.string(3, newName("node")).string(4, operator);
		attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
		return add(node);
	}

	/** Adds a node as a message. */
	public OnnxBuilder add(ProtobufMessage node) {
		this.graph.message(1, node);
		return this;
	}

	/** Adds any field of the graph. */
	public OnnxBuilder field(int number, ProtobufMessage message) {
		this.graph.message(number, message);
		return this;
	}

	/** The graph alone. */
	public ProtobufMessage graph() {
		return this.graph;
	}

	/** The model as a message, to which more can be added. */
	public ProtobufMessage model() {
		return new ProtobufMessage().integer(1, this.irVersion)
			.message(7, this.graph)
			.message(8, new ProtobufMessage().string(1, "").integer(2, this.operatorSet))
			.message(8, new ProtobufMessage().string(1, "com.microsoft").integer(2, 1));
	}

	/** The file, in a direct buffer. */
	public ByteBuffer file() {
		return direct(model().toByteArray());
	}

	/** Copies bytes into a direct buffer. */
	public static ByteBuffer direct(byte[] bytes) {
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

	/** Type and shape of a tensor; its name and elements are still to be added. */
	public static ProtobufMessage tensor(int elementType, long... shape) {
		ProtobufMessage tensor = new ProtobufMessage();
		for (long dimension : shape) {
			tensor.integer(1, dimension);
		}
		return tensor.integer(2, elementType);
	}

	/** An entry of a tensor's external data. */
	public static ProtobufMessage entry(String key, String value) {
		return new ProtobufMessage().string(1, key).string(2, value);
	}

	/** An attribute. */
	public static ProtobufMessage attribute(String name, Object value) {
		ProtobufMessage attribute = new ProtobufMessage().string(1, name);
		if (value instanceof Float number) {
			return attribute.number(2, number).integer(20, 1);
		}
		if (value instanceof Number number) {
			return attribute.integer(3, number.longValue()).integer(20, 2);
		}
		if (value instanceof String word) {
			return attribute.string(4, word).integer(20, 3);
		}
		if (value instanceof ProtobufMessage inner) {
			return attribute.message(6, inner).integer(20, 5);
		}
		((List<?>) value).forEach((whole) -> attribute.integer(8, ((Number) whole).longValue()));
		return attribute.integer(20, 7);
	}

	/** Makes up a name. */
	public String newName(String kind) {
		return kind + "_" + this.names++;
	}

	private static ProtobufMessage value(String name, int elementType, Object... dimensions) {
		ProtobufMessage shape = new ProtobufMessage();
		for (Object dimension : dimensions) {
			shape.message(1, (dimension instanceof Number number) ? new ProtobufMessage().integer(1, number.longValue())
					: new ProtobufMessage().string(2, dimension.toString()));
		}
		ProtobufMessage tensor = new ProtobufMessage().integer(1, elementType).message(2, shape);
		return new ProtobufMessage().string(1, name).message(2, new ProtobufMessage().message(1, tensor));
	}

}
