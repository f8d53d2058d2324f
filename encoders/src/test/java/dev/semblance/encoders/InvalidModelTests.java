package dev.semblance.encoders;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Every broken model is refused with what was found and what to do.
 */
class InvalidModelTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "config.json", "tokenizer.json", "onnx/model.onnx", "1_Pooling/config.json" })
	void aMissingFileIsNamed(String file) throws IOException {
		new TinyModel().write(this.folder);
		Files.delete(this.folder.resolve(file));
		assertRefused(file);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "config.json", "tokenizer.json", "onnx/model.onnx", "1_Pooling/config.json", "modules.json" })
	void aTruncatedFileIsNamed(String file) throws IOException {
		new TinyModel().write(this.folder);
		byte[] bytes = Files.readAllBytes(this.folder.resolve(file));
		Files.write(this.folder.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));
		assertRefused(file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "config.json", "tokenizer.json", "onnx/model.onnx", "modules.json" })
	void anEmptyFileIsNamed(String file) throws IOException {
		new TinyModel().write(this.folder);
		Files.write(this.folder.resolve(file), new byte[0]);
		assertRefused(file);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "modules.json | [{\"path\": \"\", \"type\": \"a.b.Magic\"}] | Magic",
			"modules.json | {} | not a list", "modules.json | [] | not a list", "modules.json | [7] | modules",
			"modules.json | [{\"type\":\"x.Transformer\"},{\"path\":\"1_Pooling\",\"type\":\"x.Pooling\"},{\"type\":\"x.Dense\"}] | in_features",
			"modules.json | [{\"path\":\"../..\",\"type\":\"x.Transformer\"},{\"path\":\"1_Pooling\",\"type\":\"x.Pooling\"}] | outside its folder",
			"1_Pooling/config.json | {\"pooling_mode\": \"median\"} | median",
			"1_Pooling/config.json | {\"pooling_mode\": [\"cls\", \"least\"]} | least",
			"1_Pooling/config.json | {\"pooling_mode\": 3} | pooling_mode",
			"1_Pooling/config.json | {\"pooling_mode_median_tokens\": true} | pooling_mode_median_tokens",
			"1_Pooling/config.json | {\"word_embedding_dimension\": 4, \"pooling_mode_cls_token\": true} | vectors of 4 dimensions",
			"config.json | {\"hidden_size\": 3} | 2147483647",
			"config.json | {\"hidden_size\": 7, \"max_position_embeddings\": 6} | says 7",
			"config.json | {\"hidden_size\": \"3\", \"max_position_embeddings\": 6} | a number",
			"sentence_bert_config.json | {\"max_seq_length\": 7} | 6 positions",
			"sentence_bert_config.json | {\"max_seq_length\": -1} | -1 tokens",
			"sentence_bert_config.json | {\"do_lower_case\": \"yes\"} | true or false",
			"tokenizer_config.json | {\"truncation_side\": \"middle\"} | truncation",
			"config_sentence_transformers.json | {\"similarity_fn_name\": \"hamming\"} | hamming",
			"config_sentence_transformers.json | {\"prompts\": {\"query\": 3}} | prompts",
			"config_sentence_transformers.json | {\"default_prompt_name\": \"poem\"} | poem" })
	void aFileThatSaysSomethingUnsupportedOrContradictoryIsRefused(String file, String content, String complaint)
			throws IOException {
		new TinyModel().write(this.folder);
		Files.writeString(this.folder.resolve(file), content);
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> build())
			.withMessageContaining(complaint)
			.satisfies((ex) -> assertThatNoException().isThrownBy(ex::remedy));
	}

	@Test
	void aModelThatGivesNoTokenVectorsIsRefusedWithTheOutputsItHas() throws IOException {
		new TinyModel().outputName("logits").write(this.folder);
		assertRefused("[logits[-1, -1, 3]]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../weights", "sub/weights", "/tmp/weights", "C:weights", "..\\weights" })
	void weightsOutsideTheFolderAreRefused(String location) throws IOException {
		// As long as the location, so that it can take its place in the file.
		String standIn = "w".repeat(location.length());
		Path onnx = new TinyModel().externalData(standIn).write(this.folder).resolve("onnx/model.onnx");
		String bytes = Files.readString(onnx, StandardCharsets.ISO_8859_1);
		Files.writeString(onnx, bytes.replace(standIn, location), StandardCharsets.ISO_8859_1);
		assertRefused("weights from '" + location + "'");
	}

	@Test
	void aTokenVectorThatIsNotFiniteFailsTheCall() throws IOException {
		Path weights = new TinyModel().externalData("weights").write(this.folder).resolve("onnx/weights");
		byte[] table = Files.readAllBytes(weights);
		int lastWord = table.length - 3 * Float.BYTES;
		ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putFloat(lastWord, Float.POSITIVE_INFINITY);
		Files.write(weights, table);
		try (DenseEncoder encoder = builder().build()) {
			assertThat(encoder.encodeTokens(List.of("three"), TextRole.PLAIN, Prompt.ofRole()).texts()).hasSize(1);
			assertThatExceptionOfType(EncodingException.class)
				.isThrownBy(() -> encoder.encodeTokens(List.of("three", "four"), TextRole.PLAIN, Prompt.ofRole()))
				.withMessageContaining("gave Infinity in the vector of a token");
		}
	}

	private void assertRefused(String complaint) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> build())
			.withMessageContaining(complaint);
	}

	private void build() {
		builder().build().close();
	}

	private DenseEncoderBuilder builder() {
		return DenseEncoder.builder(this.folder.toString()).device(new Device.Cpu());
	}

}
