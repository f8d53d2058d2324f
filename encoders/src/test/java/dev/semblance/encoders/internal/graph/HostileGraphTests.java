package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.onnx.OnnxBuilder;
import dev.semblance.encoders.internal.onnx.ProtobufMessage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files that are wrong in one way each are refused by a sentence.
 */
class HostileGraphTests {

	@TempDir
	private Path folder;

	@Test
	void nodesInACircleAreRefused() {
		OnnxBuilder builder = valid();
		builder.add("Neg", List.of("b"), List.of("a"), Map.of()).add("Neg", List.of("a"), List.of("b"), Map.of());
		assertIncomplete(builder, "2 of the model's 3 nodes depend on each other in a circle");
	}

	@Test
	void aNodeThatUsesItselfIsRefused() {
		assertIncomplete(valid().add("Add", List.of("a", "x"), List.of("a"), Map.of()), "in a circle");
	}

	@Test
	void aCircleThroughAnInnerGraphIsRefused() {
		OnnxBuilder builder = valid();
		ProtobufMessage inner = new ProtobufMessage().message(1,
				new ProtobufMessage().string(1, "outer").string(2, "inner").string(4, "Neg"));
		builder.add("If", List.of("x"), List.of("outer"), Map.of("then_branch", inner));
		assertIncomplete(builder, "in a circle");
	}

	@Test
	void twoNodesThatMakeOneTensorAreRefused() {
		assertIncomplete(valid().add("Neg", List.of("x"), List.of("y"), Map.of()), "'y' of the model comes from two");
	}

	@Test
	void aNodeThatMakesOneTensorTwiceIsRefused() {
		assertIncomplete(valid().add("Split", List.of("x"), List.of("a", "a"), Map.of()), "'a' of the model comes");
	}

	@Test
	void aNodeThatMakesAnInputIsRefused() {
		assertIncomplete(valid().add("Neg", List.of("y"), List.of("x"), Map.of()), "'x' of the model comes from two");
	}

	@Test
	void aNodeThatMakesAConstantIsRefused() {
		OnnxBuilder builder = valid();
		String constant = builder.number(1);
		assertIncomplete(builder.add("Neg", List.of("x"), List.of(constant), Map.of()), "comes from two places");
	}

	@Test
	void twoConstantsOfOneNameAreRefused() {
		OnnxBuilder builder = valid();
		builder.initializer(one().string(8, "w")).initializer(one().string(8, "w"));
		assertUnreadable(builder, "two of its tensors have the name 'w'");
	}

	@Test
	void aConstantThatIsAnInitializerTooIsRefused() {
		OnnxBuilder builder = valid();
		builder.initializer(one().string(8, "w"));
		builder.add("Constant", List.of(), List.of("w"), Map.of("value_float", 3f));
		assertUnreadable(builder, "two of its tensors have the name 'w'");
	}

	@Test
	void aConstantWithoutANameIsRefused() {
		assertUnreadable(valid().initializer(one()), "or one has none");
	}

	@Test
	void anInputThatNobodyMakesIsRefused() {
		assertIncomplete(valid().add("Neg", List.of("missing"), List.of("a"), Map.of()),
				"takes the tensor 'missing', which nothing makes");
	}

	@Test
	void anOutputThatNobodyMakesIsRefused() {
		assertIncomplete(valid().output("missing"), "makes its output 'missing'");
	}

	@Test
	void aGraphWithoutOutputsIsRefused() {
		OnnxBuilder builder = new OnnxBuilder();
		builder.input("x", OnnxBuilder.FLOAT, 2);
		assertUnreadable(builder, "no outputs");
	}

	@Test
	void anOutputOfAnotherNodesEmptyNameIsNoTensor() {
		OnnxBuilder builder = valid();
		builder.add("Dropout", List.of("x", "", ""), List.of("", "mask"), Map.of());
		builder.add("Clip", List.of("x", "", ""), List.of("clipped"), Map.of());
		OnnxGraph graph = read(builder);
		assertThat(graph.consumers("")).isEmpty();
		assertThat(graph.producer("")).isNull();
	}

	@Test
	void aFileWithoutOperatorSetIsRefused() {
		assertUnreadable(new ProtobufMessage().integer(1, 8).message(7, valid().graph()), "no operator set");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE + 1L, Long.MIN_VALUE, Long.MAX_VALUE })
	void anOperatorSetThatCannotBeIsRefused(long version) {
		assertUnreadable(new ProtobufMessage().integer(1, 8)
			.message(7, valid().graph())
			.message(8, new ProtobufMessage().integer(2, version)), "operator set ''");
	}

	@Test
	void twoVersionsOfAnOperatorSetAreRefused() {
		assertUnreadable(valid().model().message(8, new ProtobufMessage().string(1, "ai.onnx").integer(2, 9)),
				"and version 17");
	}

	@Test
	void anOperatorSetOfTheFutureIsKept() throws IOException {
		OnnxGraph graph = OnnxGraphReader.read(valid().operatorSet(999).file());
		assertThat(graph.header().operatorSet()).isEqualTo(999);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 4", "9223372036854775807, 9223372036854775807", "4611686018427387904, 2", "3, 3", "0, 1" })
	void aShapeThatDoesNotFitTheBytesIsRefused(long rows, long columns) {
		OnnxBuilder builder = valid();
		builder.initializer(OnnxBuilder.tensor(1, rows, columns).string(8, "w").bytes(9, ByteBuffer.allocate(16)));
		assertUnreadable(builder, "");
	}

	@Test
	void aShapeOfMoreElementsThanThereAreNumbersIsRefusedInAnotherFileToo() {
		OnnxBuilder builder = valid().initializer(external("weights", "0", null, Long.MAX_VALUE, 3));
		assertUnreadable(builder, "a length in it is wrong");
	}

	@Test
	void aTensorOfManyDimensionsIsRefused() {
		ProtobufMessage tensor = new ProtobufMessage().integer(2, 1).string(8, "w");
		tensor.bytes(1, ByteBuffer.allocate(100_000));
		assertUnreadable(valid().initializer(tensor), "has the shape");
	}

	@Test
	void anEmptyTensorAndAScalarAreKept() {
		OnnxBuilder builder = valid();
		String empty = builder.floats(new long[] { 0, 5 });
		String scalar = builder.number(4);
		OnnxGraph graph = read(builder);
		assertThat(graph.constants().get(empty)).extracting(GraphTensor::elements).isEqualTo(0L);
		assertThat(graph.constants().get(scalar)).extracting(GraphTensor::elements).isEqualTo(1L);
	}

	@Test
	void aTensorWithoutElementsIsRefused() {
		assertUnreadable(valid().initializer(OnnxBuilder.tensor(1, 2).string(8, "w")), "has 0 bytes");
	}

	@Test
	void aTensorOfNoTypeIsRefused() {
		assertUnreadable(valid().initializer(new ProtobufMessage().string(8, "w")), "has 0 bytes");
	}

	@Test
	void aTensorOfStringsIsRefused() {
		assertUnreadable(valid().initializer(OnnxBuilder.tensor(8, 1).string(8, "w").string(6, "text")), "strings");
	}

	@Test
	void aTensorOfATypeNobodyKnowsIsKeptAsItsBytes() {
		ProtobufMessage brain = OnnxBuilder.tensor(16, 2).string(8, "w").bytes(9, ByteBuffer.allocate(4));
		assertThat(read(valid().initializer(brain)).constants().get("w")).extracting(GraphTensor::elementType)
			.isEqualTo(16);
	}

	@Test
	void aTensorOfATypeNobodyKnowsIsRefusedIfItsElementsAreNumbers() {
		assertUnreadable(valid().initializer(OnnxBuilder.tensor(16, 1).string(8, "w").integer(5, 3)), "another place");
	}

	@Test
	void elementsInTheFieldOfAnotherTypeAreRefused() {
		assertUnreadable(valid().initializer(OnnxBuilder.tensor(7, 1).string(8, "w").integer(5, 3)), "another place");
	}

	@Test
	void elementsInTwoFieldsAreRefused() {
		assertUnreadable(valid().initializer(OnnxBuilder.tensor(7, 2).string(8, "w").integer(7, 3).integer(5, 3)),
				"scattered");
	}

	@Test
	void unpackedFloatsAreRefused() {
		assertUnreadable(valid().initializer(OnnxBuilder.tensor(1, 1).string(8, "w").number(4, 3)), "unpacked");
	}

	@Test
	void sparseWeightsAreRefused() {
		assertUnreadable(valid().field(15, new ProtobufMessage()), "sparse");
	}

	@Test
	void anAttributeThatIsThereTwiceIsRefused() {
		ProtobufMessage node = new ProtobufMessage().string(1, "x").string(2, "a").string(4, "Softmax");
		node.message(5, OnnxBuilder.attribute("axis", 1)).message(5, OnnxBuilder.attribute("axis", -1));
		assertUnreadable(valid().add(node), "'axis' twice");
	}

	@Test
	void aNodeWithoutOutputsIsRefused() {
		assertUnreadable(valid().add("Neg", List.of("x"), List.of(), Map.of()), "has no outputs");
	}

	@Test
	void anOverloadedOperatorIsRefused() {
		ProtobufMessage node = new ProtobufMessage().string(1, "x").string(2, "a").string(4, "Own").string(8, "two");
		assertUnreadable(valid().add(node), "overloaded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ai.onnx", "com.microsoft" })
	void aFileThatDefinesAKnownOperatorItselfIsRefused(String domain) {
		ProtobufMessage function = new ProtobufMessage().string(1, "MultiHeadAttention").string(10, domain);
		assertUnreadable(valid().model().message(25, function), "operators of its own");
	}

	@Test
	void aFieldOfAnotherTypeIsRefused() {
		ProtobufMessage attribute = new ProtobufMessage().string(1, "axis").string(3, "\1").integer(20, 2);
		ProtobufMessage node = new ProtobufMessage().string(1, "x").string(2, "a").string(4, "Softmax");
		assertUnreadable(valid().add(node.message(5, attribute)), "field 3 is of the type 2");
	}

	@Test
	void aNameThatIsNoTextIsRefused() {
		ProtobufMessage node = new ProtobufMessage().string(1, "x").bytes(2, ByteBuffer.wrap(new byte[] { -1 }));
		assertUnreadable(valid().add(node.string(4, "Neg")), "");
	}

	@Test
	void groupsAreRefusedHoweverDeepTheyAre() {
		byte[] file = valid().model().toByteArray();
		ByteBuffer all = ByteBuffer.allocateDirect(file.length + 400_000).put(file);
		while (all.hasRemaining()) {
			all.put((byte) 0xf3).put((byte) 1);
		}
		assertUnreadable(all.flip(), "group");
	}

	@Test
	void graphsWithinGraphsEndSomewhere() {
		ProtobufMessage graph = new ProtobufMessage();
		for (int i = 0; i < 60; i++) {
			graph = new ProtobufMessage().message(1,
					new ProtobufMessage().string(2, "a")
						.string(4, "If")
						.message(5, OnnxBuilder.attribute("then_branch", graph)));
		}
		assertUnreadable(valid().add("If", List.of("x"), List.of("a"), Map.of("then_branch", graph)), "nested");
	}

	@Test
	void whatAnInnerGraphUsesIsNotRemoved() {
		OnnxBuilder builder = valid();
		String constant = builder.number(3);
		String used = builder.node("Neg", "x");
		ProtobufMessage inner = new ProtobufMessage()
			.message(1, new ProtobufMessage().string(1, used).string(1, constant).string(2, "b").string(4, "Add"))
			.message(12, new ProtobufMessage().string(1, "b"));
		builder.add("If", List.of("x"), List.of("a"), Map.of("then_branch", inner)).output("a");
		OnnxGraph graph = read(builder);
		graph.removeUnused();
		assertThat(graph.producer(used)).isNotNull();
		assertThat(graph.constant(constant)).isNotNull();
		assertThat(graph.nodes("If").get(0).captures(used)).isTrue();
	}

	@Test
	void weightsOfAnInnerGraphInAnotherFileAreRefused() {
		ProtobufMessage inner = new ProtobufMessage().message(5, external("weights.bin", "0", "4", 1));
		assertUnreadable(valid().add("If", List.of("x"), List.of("a"), Map.of("then_branch", inner)), "another file");
	}

	@Test
	void weightsOfANodeInAnotherFileAreRefused() {
		ProtobufMessage attribute = new ProtobufMessage().string(1, "value")
			.message(5, external("weights.bin", "0", "4", 1))
			.integer(20, 4);
		ProtobufMessage node = new ProtobufMessage().string(1, "x").string(2, "a").string(4, "ConstantOfShape");
		assertUnreadable(valid().add(node.message(5, attribute)), "another file");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../weights", "/etc/passwd", "sub/weights", "..", ".", "", "C:weights", "a\\b",
			"weights\0", "..weights" })
	void aLocationOutsideTheFolderIsRefused(String location) {
		assertUnreadable(valid().initializer(external(location, "0", "4", 1)), "is in '");
		GraphTensor tensor = new GraphTensor("w", 1, List.of(1L), new TensorData.External(location, 0, 4));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new WeightReader(this.folder).read(tensor))
			.withMessageContaining("not beside the model");
	}

	@ParameterizedTest
	@CsvSource({ "-1, 4", "0, -4", "x, 4", "0, x", "99999999999999999999, 4" })
	void aPlaceThatIsNoNumberIsRefused(String offset, String length) {
		assertUnreadable(valid().initializer(external("weights", offset, length, 1)), "tensor 'w' has the");
	}

	@ParameterizedTest
	@CsvSource({ "61, 4", "9223372036854775807, 4", "0, 3", "0, 8", "64, -1", "-1, 4" })
	void aPlaceOutsideTheFileIsRefused(long offset, long length) throws IOException {
		Files.write(this.folder.resolve("weights"), new byte[64]);
		GraphTensor tensor = new GraphTensor("w", 1, List.of(1L), new TensorData.External("weights", offset, length));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new WeightReader(this.folder).read(tensor))
			.withMessageContaining("tensor 'w' has 4 bytes");
	}

	@ParameterizedTest
	@CsvSource({ "9223372036854775807, 9", "1073741824, 1", "536870912, 1", "2147483647, 2147483647" })
	void aTensorTooLargeToMapIsRefused(long rows, long columns) throws IOException {
		Files.write(this.folder.resolve("weights"), new byte[64]);
		GraphTensor tensor = new GraphTensor("w", 1, List.of(rows, columns), new TensorData.External("weights", 0, -1));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new WeightReader(this.folder).read(tensor))
			.withMessageContaining("more than 2 GB");
	}

	@Test
	void weightsThatAreAFolderOrMissingAreRefused() throws IOException {
		Files.createDirectory(this.folder.resolve("folder"));
		for (String name : List.of("folder", "missing")) {
			GraphTensor tensor = new GraphTensor("w", 1, List.of(1L), new TensorData.External(name, 0, 4));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> new WeightReader(this.folder).read(tensor));
		}
		GraphTensor tensor = new GraphTensor("w", 1, List.of(1L), new TensorData.External("weights", 0, 4));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new WeightReader(null).read(tensor));
	}

	@Test
	void aSmallFileCannotAskForMuchMemory() {
		for (int field = 1; field < 30; field++) {
			ByteBuffer bomb = ByteBuffer.allocateDirect(64);
			bomb.put((byte) ((7 << 3) | 2)).put((byte) 40);
			int tag = (field << 3) | 2;
			bomb.put((byte) ((field > 15) ? (tag & 0x7f) | 0x80 : tag));
			if (field > 15) {
				bomb.put((byte) (tag >>> 7));
			}
			bomb.put(new byte[] { (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7 });
			bomb.position(0);
			assertUnreadable(bomb, "");
		}
	}

	@Test
	void aFileOfMillionsOfEmptyPartsIsRefused() {
		ByteBuffer parts = ByteBuffer.allocate(1 << 22);
		while (parts.hasRemaining()) {
			parts.put((byte) ((13 << 3) | 2)).put((byte) 0);
		}
		ByteBuffer tensor = parts.flip();
		ProtobufMessage graph = valid().graph().bytes(5, tensor);
		assertUnreadable(new ProtobufMessage().message(7, graph), "it has more than 1,048,576 parts");
	}

	@Test
	void aFileOfMillionsOfNumbersIsRefused() {
		OnnxBuilder builder = valid();
		builder.initializer(new ProtobufMessage().bytes(7, ByteBuffer.allocate(1 << 23)));
		assertUnreadable(builder, "it has more than 4,194,304 numbers");
	}

	@Test
	void aChainOfAHundredThousandNodesIsReadAndWritten() throws IOException {
		OnnxBuilder builder = new OnnxBuilder();
		String tensor = builder.input("x", OnnxBuilder.FLOAT, 2);
		for (int i = 0; i < 100_000; i++) {
			tensor = builder.node("Neg", tensor);
		}
		OnnxGraph graph = OnnxGraphReader.read(builder.output(tensor).file());
		graph.removeUnused();
		assertThat(graph.sortedNodes()).hasSize(100_000);
		assertThat(OnnxGraphReader.read(OnnxGraphWriter.join(OnnxGraphWriter.write(graph))).nodes()).hasSize(100_000);
	}

	@Test
	void aTensorStillToBeConvertedIsNotWritten() {
		OnnxGraph graph = read(valid());
		graph.put(new GraphTensor("w", 1, List.of(1L), new TensorData.Converted(4, () -> ByteBuffer.allocate(4))));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> OnnxGraphWriter.write(graph));
	}

	private static OnnxBuilder valid() {
		OnnxBuilder builder = new OnnxBuilder();
		builder.input("x", OnnxBuilder.FLOAT, 2);
		return builder.add("Neg", List.of("x"), List.of("y"), Map.of()).output("y");
	}

	private static ProtobufMessage one() {
		return OnnxBuilder.tensor(1).bytes(9, ByteBuffer.allocate(4));
	}

	private static ProtobufMessage external(String location, String offset, @Nullable String length, long... shape) {
		ProtobufMessage tensor = OnnxBuilder.tensor(1, shape)
			.string(8, "w")
			.message(13, OnnxBuilder.entry("location", location))
			.message(13, OnnxBuilder.entry("offset", offset))
			.integer(14, 1);
		return (length != null) ? tensor.message(13, OnnxBuilder.entry("length", length)) : tensor;
	}

	private static OnnxGraph read(OnnxBuilder builder) {
		try {
			return OnnxGraphReader.read(builder.file());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void assertUnreadable(OnnxBuilder builder, String complaint) {
		assertUnreadable(builder.model(), complaint);
	}

	private static void assertUnreadable(ProtobufMessage model, String complaint) {
		assertUnreadable(OnnxBuilder.direct(model.toByteArray()), complaint);
	}

	private static void assertUnreadable(ByteBuffer file, String complaint) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> OnnxGraphReader.read(file))
			.withMessageContaining(complaint);
	}

	private static void assertIncomplete(OnnxBuilder builder, String complaint) {
		ThrowingCallable reading = () -> OnnxGraphReader.read(builder.file());
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(reading).withMessageContaining(complaint);
	}

}
