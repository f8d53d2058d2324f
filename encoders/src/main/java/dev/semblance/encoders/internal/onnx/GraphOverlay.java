package dev.semblance.encoders.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Nodes that are appended to a model. Protobuf merges messages that are written one after
 * the other, so the bytes of a model followed by the bytes of an overlay are the model
 * with the overlay's nodes and outputs added to its graph.
 * <p>
 * Operators are written for the model's own operator set: the axes of reductions moved
 * from an attribute to an input over time. Not safe for concurrent use.
 */
public final class GraphOverlay {

	private static final String PREFIX = "semblance/";

	private final int operatorSet;

	private final ProtobufMessage graph = new ProtobufMessage();

	private int names;

	/**
	 * Starts an overlay.
	 * @param operatorSet version of the model's default operator set
	 */
	public GraphOverlay(int operatorSet) {
		this.operatorSet = operatorSet;
	}

	/**
	 * Appends a node.
	 * @param operator the operator
	 * @param inputs names of its inputs
	 * @param attributes its attributes
	 * @return the name of its output
	 */
	public String node(String operator, List<String> inputs, Attribute... attributes) {
		return nodes(operator, 1, inputs, attributes).get(0);
	}

	/**
	 * Appends a node with several outputs.
	 * @param operator the operator
	 * @param outputs how many outputs it has
	 * @param inputs names of its inputs
	 * @param attributes its attributes
	 * @return the names of its outputs
	 */
	public List<String> nodes(String operator, int outputs, List<String> inputs, Attribute... attributes) {
		ProtobufMessage node = new ProtobufMessage();
		inputs.forEach((input) -> node.string(1, input));
		List<String> names = new ArrayList<>();
		for (int i = 0; i < outputs; i++) {
			names.add(newName(operator));
			node.string(2, names.get(i));
		}
		node.string(3, names.get(0)).string(4, operator);
		for (Attribute attribute : attributes) {
			node.message(5, attribute.message());
		}
		this.graph.message(1, node);
		return List.copyOf(names);
	}

	/**
	 * Returns the version of the operator set that nodes are written for.
	 * @return the version
	 */
	public int operatorSet() {
		return this.operatorSet;
	}

	/**
	 * Appends a reduction that keeps the reduced axis, with length 1.
	 * @param operator the operator, for example {@code ReduceMax}
	 * @param input name of its input
	 * @param axis the axis to reduce
	 * @return the name of its output
	 */
	public String reduce(String operator, String input, long axis) {
		int axesBecameInput = operator.equals("ReduceSum") ? 13 : 18;
		return withAxis(operator, input, axis, axesBecameInput, Attribute.integer("keepdims", 1));
	}

	/**
	 * Appends an axis of length 1.
	 * @param input name of a tensor
	 * @param axis where the axis goes
	 * @return the name of the new tensor
	 */
	public String unsqueeze(String input, long axis) {
		return withAxis("Unsqueeze", input, axis, 13);
	}

	/**
	 * Removes an axis of length 1.
	 * @param input name of a tensor
	 * @param axis the axis
	 * @return the name of the new tensor
	 */
	public String squeeze(String input, long axis) {
		return withAxis("Squeeze", input, axis, 13);
	}

	/**
	 * Appends a change of the element type.
	 * @param input name of a tensor
	 * @param elementType its new {@code TensorProto.DataType}
	 * @return the name of the new tensor
	 */
	public String cast(String input, int elementType) {
		return node("Cast", List.of(input), Attribute.integer("to", elementType));
	}

	private String withAxis(String operator, String input, long axis, int axesBecameInput, Attribute... attributes) {
		if (this.operatorSet >= axesBecameInput) {
			return node(operator, List.of(input, constant(axis)), attributes);
		}
		Attribute[] extended = Arrays.copyOf(attributes, attributes.length + 1);
		extended[attributes.length] = Attribute.integers("axes", axis);
		return node(operator, List.of(input), extended);
	}

	/**
	 * Adds a constant vector of one whole number.
	 * @param value the number
	 * @return the constant's name
	 */
	public String constant(long value) {
		ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).flip();
		return constant(TensorSignature.INT64, bytes, 1);
	}

	/**
	 * Adds a scalar constant.
	 * @param value the number
	 * @return the constant's name
	 */
	public String constant(float value) {
		ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip();
		return constant(TensorSignature.FLOAT, bytes);
	}

	/**
	 * Adds a constant tensor.
	 * @param values its values, row by row
	 * @param dimensions its shape
	 * @return the constant's name
	 */
	public String constant(float[] values, long... dimensions) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		return constant(TensorSignature.FLOAT, bytes, dimensions);
	}

	private String constant(int elementType, ByteBuffer bytes, long... dimensions) {
		String name = newName("Constant");
		ProtobufMessage tensor = new ProtobufMessage();
		for (long dimension : dimensions) {
			tensor.integer(1, dimension);
		}
		this.graph.message(5, tensor.integer(2, elementType).string(8, name).bytes(9, bytes));
		return name;
	}

	/**
	 * Adds an input to the model.
	 * @param name its name
	 * @param elementType its {@code TensorProto.DataType}
	 * @param dimensions its shape, -1 for a dimension that varies
	 */
	public void input(String name, int elementType, long... dimensions) {
		this.graph.message(11, value(name, elementType, dimensions));
	}

	/**
	 * Makes a tensor an output of the model.
	 * @param name name of the tensor
	 * @param elementType its {@code TensorProto.DataType}
	 * @param dimensions its shape, -1 for a dimension that varies
	 */
	public void output(String name, int elementType, long... dimensions) {
		this.graph.message(12, value(name, elementType, dimensions));
	}

	private ProtobufMessage value(String name, int elementType, long... dimensions) {
		ProtobufMessage shape = new ProtobufMessage();
		for (long dimension : dimensions) {
			ProtobufMessage field = new ProtobufMessage();
			shape.message(1, (dimension >= 0) ? field.integer(1, dimension) : field.string(2, newName("dimension")));
		}
		ProtobufMessage tensor = new ProtobufMessage().integer(1, elementType).message(2, shape);
		ProtobufMessage type = new ProtobufMessage().message(1, tensor);
		return new ProtobufMessage().string(1, name).message(2, type);
	}

	/**
	 * Returns what must be written behind the model's bytes.
	 * @return the bytes
	 */
	public byte[] toByteArray() {
		return new ProtobufMessage().message(7, this.graph).toByteArray();
	}

	private String newName(String kind) {
		return PREFIX + kind + "_" + this.names++;
	}

	/**
	 * An attribute of a node.
	 *
	 * @param message its {@code AttributeProto}
	 */
	public record Attribute(ProtobufMessage message) {

		private static final int FLOAT = 1;

		private static final int INT = 2;

		private static final int INTS = 7;

		/**
		 * Creates an attribute with one whole number.
		 * @param name its name
		 * @param value the number
		 * @return the attribute
		 */
		public static Attribute integer(String name, long value) {
			return new Attribute(new ProtobufMessage().string(1, name).integer(3, value).integer(20, INT));
		}

		/**
		 * Creates an attribute with one number.
		 * @param name its name
		 * @param value the number
		 * @return the attribute
		 */
		static Attribute number(String name, float value) {
			return new Attribute(new ProtobufMessage().string(1, name).number(2, value).integer(20, FLOAT));
		}

		/**
		 * Creates an attribute with a list of one whole number.
		 * @param name its name
		 * @param value the number
		 * @return the attribute
		 */
		static Attribute integers(String name, long value) {
			return new Attribute(new ProtobufMessage().string(1, name).integer(8, value).integer(20, INTS));
		}

	}

}
