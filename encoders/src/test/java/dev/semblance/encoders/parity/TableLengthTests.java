package dev.semblance.encoders.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoderBuilder;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.Truncation;
import dev.semblance.encoders.internal.lifecycle.OpenResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How long texts may be for models that look their vectors up in a table.
 */
class TableLengthTests {

	/** Its tokenizer.json cuts texts to ten tokens. */
	private static final String DENSE = "static-truncation";

	/** Its tokenizer_config.json allows 48 tokens. */
	private static final String SPARSE = "sparse-static";

	private static final String TWELVE_WORDS = "the capital of a case is in that over the other query";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(ints = { 3, 11 })
	void theMaximumLengthOfATableOfVectorsMayBeSet(int maxLength) {
		try (DenseEncoder encoder = dense(folder(DENSE)).maxLength(maxLength).build()) {
			assertThat(encoder.model().maxLength()).isEqualTo(maxLength);
			assertThat(encode(encoder, TWELVE_WORDS).usage()).isEqualTo(new TokenUsage(maxLength, 1));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 49 })
	void theMaximumLengthOfATableOfWeightsMayBeSet(int maxLength) {
		try (SparseEncoder encoder = sparse(folder(SPARSE)).maxLength(maxLength).build()) {
			assertThat(encoder.model().maxLength()).isEqualTo(maxLength);
			assertThat(encoder.encode(List.of("query ".repeat(60)), TextRole.PLAIN).usage())
				.isEqualTo(new TokenUsage(maxLength, 1));
		}
	}

	@Test
	void aTextThatIsTooLongForATableOfVectorsFailsTheCallIfTruncationIsForbidden() {
		try (DenseEncoder encoder = dense(folder(DENSE)).truncation(Truncation.FAIL).build()) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> encoder.encode(List.of("query", TWELVE_WORDS), TextRole.PLAIN))
				.withMessageContaining("Text 2 of 2 has at least 12 tokens")
				.withMessageContaining("10 at most");
		}
	}

	@Test
	void aTextThatIsTooLongForATableOfWeightsFailsTheCallIfTruncationIsForbidden() {
		try (SparseEncoder encoder = sparse(folder(SPARSE)).truncation(Truncation.FAIL).maxLength(3).build()) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> encoder.encode(List.of("query query query query"), TextRole.PLAIN))
				.withMessageContaining("Text 1 of 1 has at least 4 tokens")
				.withMessageContaining("3 at most");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, Integer.MIN_VALUE })
	void aMaximumLengthWithoutRoomIsRefusedAndLeavesNothingOpen(int maxLength) {
		int tokenizers = OpenResources.TOKENIZERS.count();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> dense(folder(DENSE)).maxLength(maxLength).build())
			.withMessageContaining("set to %d tokens", maxLength);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> sparse(folder(SPARSE)).maxLength(maxLength).build())
			.withMessageContaining("set to %d tokens", maxLength);
		assertThat(OpenResources.TOKENIZERS.count()).isEqualTo(tokenizers);
	}

	@Test
	void aTableOfVectorsLosesTheEndThatItsTokenizerFileNames() throws IOException {
		copy(DENSE);
		Path file = this.folder.resolve("tokenizer.json");
		String json = Files.readString(file);
		assertThat(json).containsOnlyOnce("\"Right\"");
		Files.writeString(file, json.replace("\"Right\"", "\"Left\""));
		try (DenseEncoder encoder = dense(this.folder).maxLength(2).build()) {
			assertThat(encode(encoder, TWELVE_WORDS).vectors().get(0))
				.containsExactly(encode(encoder, "other query").vectors().get(0));
		}
	}

	@Test
	void aTableOfWeightsLosesTheEndThatItsTokenizersConfigurationNames() throws IOException {
		copy(SPARSE);
		Files.writeString(this.folder.resolve("tokenizer_config.json"),
				"{\"model_max_length\": 2, \"truncation_side\": \"left\"}");
		try (SparseEncoder encoder = sparse(this.folder).build()) {
			assertThat(indices(encoder, TWELVE_WORDS)).isEqualTo(indices(encoder, "other query"))
				.isNotEqualTo(indices(encoder, "the capital"));
		}
	}

	private static Path folder(String name) {
		return ParityModel.named(name).folder();
	}

	private static DenseEncoderBuilder dense(Path folder) {
		return DenseEncoder.builder(folder.toString()).device(new Device.Cpu());
	}

	private static SparseEncoderBuilder sparse(Path folder) {
		return SparseEncoder.builder(folder.toString()).device(new Device.Cpu());
	}

	private static DenseEncoding encode(DenseEncoder encoder, String text) {
		return encoder.encode(List.of(text), TextRole.PLAIN);
	}

	private static int[] indices(SparseEncoder encoder, String text) {
		return encoder.encode(List.of(text), TextRole.PLAIN).vectors().get(0).indices();
	}

	private void copy(String name) throws IOException {
		try (Stream<Path> files = Files.list(folder(name))) {
			for (Path file : files.toList()) {
				Files.copy(file, this.folder.resolve(file.getFileName()));
			}
		}
	}

}
