package dev.semblance.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an encoder takes from the files of its model, and what may be set instead.
 */
class ModelSettingsTests {

	@TempDir
	private Path folder;

	@BeforeEach
	void writeModel() throws IOException {
		new TinyModel().write(this.folder);
	}

	@ParameterizedTest
	@CsvSource({ "5, 4, 5", "5, , 5", ", 4, 4", ", 1000000000000000019884624838656, 6", ", , 6" })
	void theMaximumLengthIsTheSentenceConfigurationsElseTheTokenizersElseThePositions(Integer sentences,
			String tokenizer, int expected) throws IOException {
		if (sentences != null) {
			write("sentence_bert_config.json", "{\"max_seq_length\": %d}".formatted(sentences));
		}
		if (tokenizer != null) {
			write("tokenizer_config.json", "{\"model_max_length\": %s}".formatted(tokenizer));
		}
		assertThat(load().maxLength()).isEqualTo(expected);
	}

	@Test
	void robertaKeepsTwoPositionsForItself() throws IOException {
		write("config.json", """
				{"model_type": "xlm-roberta", "hidden_size": 3, "max_position_embeddings": 6}""");
		assertThat(load().maxLength()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, 0, 1, 7, Integer.MAX_VALUE })
	void aMaximumLengthWithoutRoomOrBeyondThePositionsIsRefused(int maxLength) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().maxLength(maxLength).build())
			.withMessageContaining("maximum length");
	}

	@Test
	void aMaximumLengthMayBeSet() {
		try (DenseEncoder encoder = builder().maxLength(3).build()) {
			assertThat(encoder.model().maxLength()).isEqualTo(3);
			assertThat(encoder.encode(List.of("one two three four"), TextRole.PLAIN).usage())
				.isEqualTo(new TokenUsage(3, 1));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 131_073, Integer.MAX_VALUE })
	void aTokenBudgetOutOfRangeIsRefused(int budget) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().tokenBudget(budget))
			.withMessageContaining("token budget is " + budget);
	}

	@Test
	void aFolderWithoutModulesPoolsByTheMean() throws IOException {
		Files.delete(this.folder.resolve("modules.json"));
		DenseModel model = load();
		assertThat(model.pooling()).isEqualTo("mean");
		assertThat(model.normalized()).isFalse();
	}

	@Test
	void promptsAndSimilarityAreTheModelsOwn() throws IOException {
		write("config_sentence_transformers.json", """
				{"prompts": {"query": "q: ", "passage": "p: ", "poem": "o ", "none": null},
				 "default_prompt_name": "poem", "similarity_fn_name": "dot"}""");
		DenseModel model = load();
		assertThat(model.similarity()).isEqualTo(SimilarityFunction.DOT);
		assertThat(model.prompts().of(TextRole.QUERY)).isEqualTo("q: ");
		assertThat(model.prompts().of(TextRole.DOCUMENT)).isEqualTo("p: ");
		assertThat(model.prompts().of(TextRole.PLAIN)).isEqualTo("o ");
	}

	@Test
	void theDefaultPromptIsNotForQueriesAndDocuments() throws IOException {
		write("config_sentence_transformers.json", """
				{"prompts": {"poem": "o "}, "default_prompt_name": "poem"}""");
		DenseModel model = load();
		assertThat(model.prompts().of(TextRole.QUERY)).isEmpty();
		assertThat(model.prompts().of(TextRole.DOCUMENT)).isEmpty();
	}

	@Test
	void textsAreLowerCasedIfTheModelSaysSo() throws IOException {
		float[] lower = vector("one");
		assertThat(vector("ONE")).isNotEqualTo(lower);
		write("sentence_bert_config.json", "{\"max_seq_length\": 6, \"do_lower_case\": true}");
		assertThat(vector("ONE")).isEqualTo(lower);
	}

	private float[] vector(String text) {
		try (DenseEncoder encoder = builder().build()) {
			return encoder.encodeQuery(text);
		}
	}

	private DenseModel load() {
		try (DenseEncoder encoder = builder().build()) {
			return encoder.model();
		}
	}

	private DenseEncoderBuilder builder() {
		return DenseEncoder.builder(this.folder.toString()).device(new Device.Cpu());
	}

	private void write(String file, String content) throws IOException {
		Files.writeString(this.folder.resolve(file), content);
	}

}
