package dev.semblance.encoders.parity;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderBuilder;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.lifecycle.OpenResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Models of another kind, and models whose files do not belong together, are refused with
 * what was found and what to do, and leave nothing open.
 */
class WrongModelTests {

	@TempDir
	private Path folder;

	private int sessions;

	private int tokenizers;

	@BeforeEach
	void countOpen() {
		this.sessions = OpenResources.SESSIONS.count();
		this.tokenizers = OpenResources.TOKENIZERS.count();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		assertThat(OpenResources.SESSIONS.count()).isEqualTo(this.sessions);
		assertThat(OpenResources.TOKENIZERS.count()).isEqualTo(this.tokenizers);
	}

	static Stream<Arguments> kindsOfModels() {
		return ParityModel.all().map((model) -> Arguments.of(model, kind(model)));
	}

	private static ModelKind kind(ParityModel model) {
		return switch (model.expected().path("kind").asString()) {
			case "dense" -> ModelKind.DENSE;
			case "sparse" -> ModelKind.SPARSE;
			case "cross" -> ModelKind.CROSS;
			default -> ModelKind.MULTI_VECTOR;
		};
	}

	@ParameterizedTest
	@MethodSource("kindsOfModels")
	void theKindOfAModelIsReadFromItsFiles(ParityModel model, ModelKind kind) {
		assertThat(ModelKind.of(model.reference())).isEqualTo(kind);
	}

	@ParameterizedTest
	@MethodSource("kindsOfModels")
	void aModelOfAnotherKindIsRefusedWithBothKinds(ParityModel model, ModelKind kind) {
		for (ModelKind wanted : ModelKind.values()) {
			if (wanted != kind) {
				assertThatExceptionOfType(InvalidModelException.class)
					.isThrownBy(() -> open(wanted, model.reference()).close())
					.withMessageContaining("is a %s, not a %s".formatted(kind, wanted));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kindsOfModels")
	void noTextsGiveNoResults(ParityModel model, ModelKind kind) throws Exception {
		try (AutoCloseable encoder = open(kind, model.reference())) {
			assertThat(encode(encoder, List.of())).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("kindsOfModels")
	void aClosedEncoderSaysThatItIsClosed(ParityModel model, ModelKind kind) throws Exception {
		AutoCloseable encoder = open(kind, model.reference());
		encoder.close();
		encoder.close();
		assertThatIllegalStateException().isThrownBy(() -> encode(encoder, List.of("late")))
			.withMessageContaining("closed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"splade-max | SPARSE | 1_SpladePooling/config.json | {\"pooling_strategy\": \"mean\"} | max or sum",
			"splade-max | SPARSE | 1_SpladePooling/config.json | {\"activation_function\": \"gelu\"} | relu",
			"splade-max | SPARSE | config_sentence_transformers.json | {\"model_type\": \"SparseEncoder\", \"max_active_dims\": 0} | 1 or more",
			"splade-max | SPARSE | modules.json | [{\"path\": \"1_SpladePooling\", \"type\": \"x.SpladePooling\"}] | Transformer",
			"colbert | MULTI_VECTOR | sentence_bert_config.json | {\"query_expansion\": {\"strategy\": \"most\"}} | fixed or min",
			"colbert | MULTI_VECTOR | sentence_bert_config.json | {\"query_expansion\": {\"strategy\": \"fixed\", \"length\": 8, \"token\": \"[NONE]\"}} | [NONE]",
			"colbert | MULTI_VECTOR | sentence_bert_config.json | {\"query_expansion\": {\"strategy\": \"fixed\", \"length\": 9999}} | 9999",
			"colbert | MULTI_VECTOR | 1_Dense/config.json | {\"in_features\": 5, \"out_features\": 16} | for 5 numbers",
			"colbert | MULTI_VECTOR | 1_Dense/config.json | {\"in_features\": 32} | out_features",
			"colbert | MULTI_VECTOR | 1_Dense/config.json | {\"in_features\": 32, \"out_features\": 16, \"activation_function\": \"my.Swish\"} | my.Swish",
			"colbert | MULTI_VECTOR | 1_Dense/model.safetensors | nothing | model.safetensors",
			"sparse-static | SPARSE | tokenizer_config.json | {\"model_max_length\": 0} | 1 or more",
			"sparse-static | SPARSE | tokenizer_config.json | {\"truncation_side\": \"middle\"} | left or right",
			"cross-bert | CROSS | config.json | {\"architectures\": [\"BertForSequenceClassification\"], \"max_position_embeddings\": 64, \"id2label\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\"}} | [a, b, c]",
			"cross-bert | CROSS | config.json | {\"max_position_embeddings\": 64, \"id2label\": {\"a\": \"0\"}} | by their number" })
	void aFileThatSaysSomethingUnsupportedOrContradictoryIsRefused(String name, ModelKind kind, String file,
			String content, String complaint) throws IOException {
		copy(name);
		Files.writeString(this.folder.resolve(file), content);
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> open(kind, this.folder.toString()).close())
			.withMessageContaining(complaint);
	}

	@Test
	void anOnnxFileWithoutTheExpectedOutputIsRefusedWithTheOutputsItHas() throws IOException {
		copy("splade-max");
		Files.copy(ParityModel.named("bert-mean").folder().resolve("onnx/model.onnx"),
				this.folder.resolve("onnx/other.onnx"));
		Files.move(this.folder.resolve("onnx/other.onnx"), this.folder.resolve("onnx/model.onnx"),
				StandardCopyOption.REPLACE_EXISTING);
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> open(ModelKind.SPARSE, this.folder.toString()).close())
			.withMessageContaining("last_hidden_state")
			.withMessageContaining("[logits]")
			.withMessageContaining("fill-mask");
	}

	@Test
	void vectorsThatArePooledAlreadyCannotLeaveThePromptOut() throws Exception {
		copy("onnx-sentence");
		Files.writeString(this.folder.resolve("modules.json"),
				"[{\"path\": \"\", \"type\": \"x.Transformer\"}, {\"path\": \"1_Pooling\", \"type\": \"x.Pooling\"}]");
		Path pooling = Files.createDirectory(this.folder.resolve("1_Pooling")).resolve("config.json");
		Files.writeString(pooling, "{\"pooling_mode\": \"mean\"}");
		open(ModelKind.DENSE, this.folder.toString()).close();
		Files.writeString(pooling, "{\"pooling_mode\": \"mean\", \"include_prompt\": false}");
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> open(ModelKind.DENSE, this.folder.toString()).close())
			.withMessageContaining("leaves prompts out")
			.withMessageContaining("last_hidden_state");
	}

	private void copy(String name) throws IOException {
		Path source = ParityModel.named(name).folder();
		Files.walkFileTree(source, new SimpleFileVisitor<>() {
			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectories(WrongModelTests.this.folder.resolve(source.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, WrongModelTests.this.folder.resolve(source.relativize(file)));
				return FileVisitResult.CONTINUE;
			}
		});
	}

	private static AutoCloseable open(ModelKind kind, String reference) {
		return switch (kind) {
			case DENSE -> onCpu(DenseEncoder.builder(reference)).build();
			case SPARSE -> onCpu(SparseEncoder.builder(reference)).build();
			case CROSS -> onCpu(CrossEncoder.builder(reference)).build();
			case MULTI_VECTOR -> onCpu(MultiVectorEncoder.builder(reference)).build();
		};
	}

	private static <B extends EncoderBuilder<B>> B onCpu(B builder) {
		return builder.device(new Device.Cpu());
	}

	private static List<?> encode(AutoCloseable encoder, List<String> texts) {
		if (encoder instanceof DenseEncoder dense) {
			return dense.encode(texts, TextRole.QUERY).vectors();
		}
		if (encoder instanceof SparseEncoder sparse) {
			return sparse.encode(texts, TextRole.QUERY).vectors();
		}
		if (encoder instanceof MultiVectorEncoder vectors) {
			return vectors.encode(texts, TextRole.QUERY).texts();
		}
		CrossEncoder cross = (CrossEncoder) encoder;
		return cross.predict(texts.stream().map((text) -> new TextPair("query", text)).toList()).scores();
	}

}
