package dev.semblance.encoders.internal.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Wherever a model hides weights in another file, they are found.
 */
class OnnxModelReaderTests {

	private static final ProtobufMessage TENSOR = new ProtobufMessage().string(8, "weights")
		.message(13, new ProtobufMessage().string(1, "location").string(2, "../weights"))
		.integer(14, 1);

	private static final ProtobufMessage SPARSE_TENSOR = new ProtobufMessage().message(1, TENSOR);

	static Stream<Arguments> places() {
		ProtobufMessage innerGraph = new ProtobufMessage().message(5, TENSOR);
		ProtobufMessage innerSparse = new ProtobufMessage().message(15, SPARSE_TENSOR);
		ProtobufMessage innerNode = new ProtobufMessage().message(1, node(new ProtobufMessage().message(5, TENSOR)));
		return Stream.of(Arguments.of("an initializer", graph(5, TENSOR)),
				Arguments.of("a sparse initializer", graph(15, SPARSE_TENSOR)),
				Arguments.of("a constant", graph(1, node(new ProtobufMessage().message(5, TENSOR)))),
				Arguments.of("a list of constants", graph(1, node(new ProtobufMessage().message(10, TENSOR)))),
				Arguments.of("a sparse constant", graph(1, node(new ProtobufMessage().message(22, SPARSE_TENSOR)))),
				Arguments.of("sparse constants", graph(1, node(new ProtobufMessage().message(23, SPARSE_TENSOR)))),
				Arguments.of("a branch", graph(1, node(new ProtobufMessage().message(6, innerGraph)))),
				Arguments.of("one of several branches", graph(1, node(new ProtobufMessage().message(11, innerGraph)))),
				Arguments.of("a sparse initializer of a branch",
						graph(1, node(new ProtobufMessage().message(6, innerSparse)))),
				Arguments.of("a constant of a branch", graph(1, node(new ProtobufMessage().message(6, innerNode)))),
				Arguments.of("a function",
						new ProtobufMessage().message(25,
								new ProtobufMessage().message(7, node(new ProtobufMessage().message(5, TENSOR))))),
				Arguments.of("what belongs to training",
						new ProtobufMessage().message(20, new ProtobufMessage().message(1, innerGraph))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("places")
	void weightsInAnotherFileAreFound(String place, ProtobufMessage part) throws IOException {
		byte[] model = model(part);
		assertThat(OnnxModelReader.read(ByteBuffer.wrap(model)).externalData()).containsExactly("../weights");
		assertThat(OnnxModelReader.read(new ByteArrayInputStream(model)).externalData()).containsExactly("../weights");
	}

	@Test
	void graphsThatAreNestedWithoutEndAreRefused() {
		ProtobufMessage graph = new ProtobufMessage();
		for (int i = 0; i < 1000; i++) {
			graph = new ProtobufMessage().message(1, node(new ProtobufMessage().message(6, graph)));
		}
		byte[] model = model(new ProtobufMessage().message(7, graph));
		assertThatIOException().isThrownBy(() -> OnnxModelReader.read(ByteBuffer.wrap(model)))
			.withMessageContaining("nested more than 32 deep");
	}

	private static ProtobufMessage node(ProtobufMessage attribute) {
		return new ProtobufMessage().string(4, "Constant").message(5, attribute);
	}

	private static ProtobufMessage graph(int field, ProtobufMessage value) {
		return new ProtobufMessage().message(7, new ProtobufMessage().message(field, value));
	}

	/** Parts of a message that are written one after the other are one message. */
	private static byte[] model(ProtobufMessage part) {
		ProtobufMessage output = new ProtobufMessage().string(1, "output");
		byte[] whole = new ProtobufMessage().integer(1, 8)
			.message(7, new ProtobufMessage().message(12, output))
			.message(8, new ProtobufMessage().integer(2, 17))
			.toByteArray();
		byte[] more = part.toByteArray();
		return ByteBuffer.allocate(whole.length + more.length).put(whole).put(more).array();
	}

}
