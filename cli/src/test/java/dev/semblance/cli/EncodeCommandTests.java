package dev.semblance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EncodeCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private Path input;

	@SuppressWarnings("NullAway.Init")
	private Path output;

	@BeforeEach
	void writeInput() throws IOException {
		this.input = Files.writeString(this.folder.resolve("texts.txt"), "a short text\n\nzwei W\u00f6rter\n");
		this.output = this.folder.resolve("vectors.jsonl");
	}

	@Test
	void everyLineHoldsATextAndItsVectorInOrder() throws IOException {
		CommandRun run = encode(CommandRun.MINILM);
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(lines()).extracting((line) -> line.get("text").stringValue())
			.containsExactly("a short text", "zwei W\u00f6rter");
		assertThat(lines()).allSatisfy((line) -> {
			assertThat(line.get("vector").size()).isEqualTo(384);
			assertThat(norm(line)).isCloseTo(1, within(1e-5));
		});
	}

	@Test
	void theResultIsOneJsonObject() {
		CommandRun run = encode(CommandRun.MINILM, "--json", "--max-length", "4");
		assertThat(run.json().get("texts").intValue()).isEqualTo(2);
		assertThat(run.json().get("dimensions").intValue()).isEqualTo(384);
		assertThat(run.json().get("tokens").intValue()).isEqualTo(8);
		assertThat(run.json().get("truncated_texts").intValue()).isEqualTo(2);
	}

	@Test
	void theModelsPrecisionIsNotThatOfTheVectors() throws IOException {
		CommandRun run = encode(CommandRun.MINILM, "--model-precision", "int8", "--no-optimized", "--precision",
				"binary");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.err()).startsWith("The int8 weights of " + CommandRun.MINILM);
		assertThat(encode(CommandRun.MINILM, "--model-precision", "fp32", "--precision", "binary").exitCode()).isZero();
		assertThat(lines()).allSatisfy((line) -> assertThat(line.get("vector").size()).isEqualTo(48));
	}

	@Test
	void theModelsPrecisionReachesModelsOfEveryKind() {
		for (Path model : List.of(TinyModels.SPARSE, TinyModels.CROSS, TinyModels.MULTI_VECTOR)) {
			CommandRun run = CommandRun.of("bench", "--model", model, "--model-precision", "fp16", "--no-optimized");
			assertThat(run.exitCode()).isEqualTo(1);
			assertThat(run.err()).startsWith("Model precision fp16 was asked for").contains("auto or fp32");
		}
	}

	@Test
	void jsonLinesAreReadByTheirText() throws IOException {
		this.input = Files.writeString(this.folder.resolve("texts.jsonl"), "{\"text\": \"two\\nlines \\ud83d\"}\n");
		assertThat(encode(CommandRun.MINILM).exitCode()).isZero();
		assertThat(lines()).extracting((line) -> line.get("text").stringValue()).containsExactly("two\nlines \ud83d");
	}

	@Test
	void moreTextsThanFitInOneChunkKeepTheirOrder() throws IOException {
		List<String> texts = Stream.iterate(0, (i) -> i + 1).limit(4100).map(String::valueOf).toList();
		Files.write(this.input, texts);
		assertThat(encode(CommandRun.MINILM).exitCode()).isZero();
		assertThat(lines()).extracting((line) -> line.get("text").stringValue()).containsExactlyElementsOf(texts);
	}

	@Test
	void anEmptyInputGivesAnEmptyOutput() throws IOException {
		Files.writeString(this.input, "\n\n");
		assertThat(encode(CommandRun.MINILM).exitCode()).isZero();
		assertThat(this.output).isEmptyFile();
	}

	@Test
	void anOutputThatIsThereIsReplaced() throws IOException {
		Files.writeString(this.output, "old");
		assertThat(encode(CommandRun.MINILM).exitCode()).isZero();
		assertThat(lines()).hasSize(2);
		assertThatNothingElseIsThere();
	}

	@Test
	void theQueryPromptIsPutBeforeTheText() throws IOException {
		Path model = modelWithPrompts();
		encode(model, "--prompt-name", "query");
		JsonNode asked = lines().get(0);
		Files.writeString(this.input, "question: a short text\n");
		encode(model);
		assertThat(difference(asked, lines().get(0))).isLessThan(1e-5);
	}

	@Test
	void anyOtherPromptOfTheModelIsPutBeforeTheText() throws IOException {
		Path model = modelWithPrompts();
		assertThat(encode(model, "--prompt-name", "cluster").exitCode()).isZero();
		JsonNode clustered = lines().get(0);
		assertThat(clustered.get("text").stringValue()).isEqualTo("a short text");
		Files.writeString(this.input, "group this: a short text\n");
		encode(model);
		assertThat(difference(clustered, lines().get(0))).isLessThan(1e-5);
	}

	@Test
	void anUnknownPromptIsRefusedWithTheNamesOfThoseThereAre() throws IOException {
		CommandRun run = encode(modelWithPrompts(), "--prompt-name", "clustr");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("has no prompt 'clustr'. Use one of cluster, document, query, or none.");
		assertThatNothingElseIsThere();
	}

	@Test
	void aMissingModelLeavesNothingBehind() {
		CommandRun run = encode("nobody/nothing");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("The model nobody/nothing is neither on the class path nor in");
		assertThatNothingElseIsThere();
	}

	@Test
	void aMalformedLineFarInTheFileLeavesTheOldOutput() throws IOException {
		this.input = Files.writeString(this.folder.resolve("texts.jsonl"),
				"{\"text\": \"a\"}\n".repeat(4097) + "{\"text\": \n");
		Files.writeString(this.output, "old");
		CommandRun run = encode(CommandRun.MINILM);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith(this.input + ", line 4098: malformed JSON");
		assertThat(this.output).hasContent("old");
		assertThatNothingElseIsThere();
	}

	@Test
	void aMissingInputIsNamed() {
		this.input = this.folder.resolve("missing.txt");
		CommandRun run = encode(CommandRun.MINILM);
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).startsWith("There is no file " + this.input);
		assertThat(this.output).doesNotExist();
	}

	@Test
	void aFolderIsNoInput() {
		this.input = this.folder;
		CommandRun run = encode(CommandRun.MINILM);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith(this.folder + " cannot be read");
	}

	@Test
	void anOutputInAFolderThatDoesNotExistIsRefused() {
		this.output = this.folder.resolve("nowhere").resolve("vectors.jsonl");
		CommandRun run = encode(CommandRun.MINILM);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("no folder " + this.folder.resolve("nowhere"));
		assertThat(this.folder.resolve("nowhere")).doesNotExist();
	}

	@Test
	void aFolderIsNoOutput() {
		this.output = this.folder;
		CommandRun run = encode(CommandRun.MINILM);
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains(this.folder + " is a folder");
	}

	@Test
	void aSparseModelGivesIndicesAndValues() throws IOException {
		CommandRun run = encode(TinyModels.SPARSE, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("dimensions").intValue()).isEqualTo(480);
		assertThat(lines()).hasSize(2).allSatisfy((line) -> {
			assertThat(line.propertyNames()).containsExactly("text", "indices", "values");
			assertThat(line.get("indices").size()).isPositive().isEqualTo(line.get("values").size());
		});
	}

	@Test
	void theLargestValuesOfASparseModelAreNamed() throws IOException {
		assertThat(encode(TinyModels.SPARSE, "--decode", "--max-active-dimensions", "3").exitCode()).isZero();
		assertThat(lines()).allSatisfy((line) -> {
			assertThat(line.get("indices").size()).isEqualTo(3);
			assertThat(line.get("terms").valueStream().map((term) -> term.get("term").stringValue())).hasSize(3)
				.doesNotContain("");
			assertThat(line.get("terms").valueStream().map((term) -> term.get("weight").doubleValue()))
				.isSortedAccordingTo((left, right) -> Double.compare(right, left));
		});
	}

	@Test
	void aMultiVectorModelGivesAVectorForEachToken() throws IOException {
		CommandRun run = encode(TinyModels.MULTI_VECTOR, "--json");
		assertThat(run.exitCode()).isZero();
		int dimensions = run.json().get("dimensions").intValue();
		assertThat(lines()).hasSize(2).allSatisfy((line) -> {
			assertThat(line.propertyNames()).containsExactly("text", "vectors");
			assertThat(line.get("vectors").size()).isGreaterThan(3);
			assertThat(line.get("vectors").valueStream())
				.allSatisfy((vector) -> assertThat(vector.size()).isEqualTo(dimensions));
		});
	}

	@Test
	void aDenseModelHasAVectorForEachTokenToo() throws IOException {
		assertThat(encode(CommandRun.MINILM, "--kind", "multi-vector").exitCode()).isZero();
		assertThat(lines().get(0).get("vectors").size()).isEqualTo(5);
	}

	@Test
	void aModelOfAnotherKindIsRefused() {
		CommandRun run = encode(CommandRun.MINILM, "--kind", "sparse");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains(CommandRun.MINILM).contains("dense encoder");
		assertThat(this.output).doesNotExist();
	}

	@Test
	void aCrossEncoderMakesNoVectors() {
		CommandRun run = encode(TinyModels.CROSS);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("is a cross-encoder, which makes no vectors");
	}

	@Test
	void vectorsAreCutAndBroughtToUnitLength() throws IOException {
		CommandRun run = encode(CommandRun.MINILM, "--dimensions", "64", "--normalize", "--json");
		assertThat(run.json().get("dimensions").intValue()).isEqualTo(64);
		assertThat(lines()).allSatisfy((line) -> {
			assertThat(line.get("vector").size()).isEqualTo(64);
			assertThat(norm(line)).isCloseTo(1, within(1e-5));
		});
	}

	@Test
	void vectorsAreStoredAsBitsWithoutCalibration() throws IOException {
		assertThat(encode(CommandRun.MINILM).exitCode()).isZero();
		List<JsonNode> exact = lines();
		assertThat(encode(CommandRun.MINILM, "--precision", "ubinary").exitCode()).isZero();
		for (int line = 0; line < exact.size(); line++) {
			JsonNode bits = lines().get(line).get("vector");
			assertThat(bits.size()).isEqualTo(48);
			JsonNode numbers = exact.get(line).get("vector");
			for (int i = 0; i < numbers.size(); i++) {
				boolean set = (bits.get(i / 8).intValue() & (0x80 >> (i % 8))) != 0;
				assertThat(set).isEqualTo(numbers.get(i).doubleValue() > 0);
			}
		}
	}

	@Test
	void vectorsAreScaledToTheRangesOfTheCalibrationTexts() throws IOException {
		CommandRun run = encode(CommandRun.MINILM, "--precision", "uint8", "--calibration", this.input);
		assertThat(run.exitCode()).isZero();
		List<JsonNode> lines = lines();
		for (int i = 0; i < 384; i++) {
			int first = lines.get(0).get("vector").get(i).intValue();
			int second = lines.get(1).get("vector").get(i).intValue();
			assertThat(Math.min(first, second)).isZero();
			assertThat(Math.max(first, second)).isBetween(254, 255);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "--precision=int8 | needs texts to calibrate with",
			"--precision=float16 | Unknown precision 'float16'. Use one of int8, uint8, binary, ubinary." })
	void aPrecisionThatCannotBeIsWrongUsage(String option, String complaint) {
		CommandRun run = encode(CommandRun.MINILM, option);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains(complaint);
	}

	@ParameterizedTest
	@CsvSource({ "--precision=binary, needs no --calibration", "--dimensions=384, is for --precision int8 or uint8" })
	void aCalibrationWithoutUseIsWrongUsage(String option, String complaint) {
		CommandRun run = encode(CommandRun.MINILM, option, "--calibration", this.input);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains(complaint);
	}

	@Test
	void anEmptyCalibrationIsRefused() throws IOException {
		Path empty = Files.writeString(this.folder.resolve("empty.txt"), "");
		CommandRun run = encode(CommandRun.MINILM, "--precision", "int8", "--calibration", empty);
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("0 vectors have no ranges. Calibrate with a hundred vectors or more.");
	}

	@ParameterizedTest
	@CsvSource({ "--decode, sparse", "--max-active-dimensions=3, sparse" })
	void anOptionOfAnotherKindIsWrongUsage(String option, String kind) {
		CommandRun run = encode(CommandRun.MINILM, option);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains("is for %s vectors only".formatted(kind));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--dimensions=3", "--normalize", "--precision=binary" })
	void anOptionOfDenseVectorsIsWrongUsageForOthers(String option) {
		CommandRun run = encode(TinyModels.SPARSE, option);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains("is for dense vectors only");
	}

	private CommandRun encode(Object model, Object... options) {
		Stream<Object> command = Stream.of("encode", "--model", model, "--device", "cpu", "--input", this.input,
				"--output", this.output);
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

	private List<JsonNode> lines() throws IOException {
		JsonMapper json = new JsonMapper();
		return Files.readAllLines(this.output).stream().map(json::readTree).toList();
	}

	private void assertThatNothingElseIsThere() {
		assertThat(this.folder).isDirectoryNotContaining((file) -> file.getFileName().toString().endsWith(".part"));
	}

	/** MiniLM as a folder, with prompts of its own. */
	private Path modelWithPrompts() throws IOException {
		Path model = Files.createDirectories(this.folder.resolve("model"));
		copy("all-minilm-l6-v2.onnx", Files.createDirectories(model.resolve("onnx")).resolve("model.onnx"));
		copy("all-minilm-l6-v2-tokenizer.json", model.resolve("tokenizer.json"));
		String described = "META-INF/semblance/models/" + CommandRun.MINILM + "/";
		for (String file : List.of("modules.json", "config.json", "sentence_bert_config.json", "tokenizer_config.json",
				"1_Pooling/config.json")) {
			Files.createDirectories(Objects.requireNonNull(model.resolve(file).getParent()));
			copy(described + file, model.resolve(file));
		}
		Files.writeString(model.resolve("config_sentence_transformers.json"),
				"{\"prompts\": {\"query\": \"question: \", \"cluster\": \"group this: \"}}");
		return model;
	}

	private static void copy(String resource, Path target) throws IOException {
		try (InputStream stream = EncodeCommandTests.class.getClassLoader().getResourceAsStream(resource)) {
			Files.copy(Objects.requireNonNull(stream), target);
		}
	}

	private static double norm(JsonNode line) {
		return Math
			.sqrt(line.get("vector").valueStream().mapToDouble((value) -> Math.pow(value.doubleValue(), 2)).sum());
	}

	private static double difference(JsonNode left, JsonNode right) {
		double largest = 0;
		for (int i = 0; i < left.get("vector").size(); i++) {
			largest = Math.max(largest,
					Math.abs(left.get("vector").get(i).doubleValue() - right.get("vector").get(i).doubleValue()));
		}
		return largest;
	}

}
