package dev.semblance.encoders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelReferenceTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "no-such-folder", "../../etc", "/no/such/folder",
			"sentence-transformers/all-MiniLM-L6-v2/", "sentence-transformers/../BAAI", "a\0b" })
	void aReferenceThatLeadsNowhereIsRefusedWithTheModelsThereAre(String reference) {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> DenseEncoder.builder(reference).build())
			.withMessageContaining("'" + reference + "'")
			.withMessageContaining("BAAI/bge-small-en-v1.5, sentence-transformers/all-MiniLM-L6-v2");
	}

	@Test
	void aModelThatWasNeverFetchedIsRefusedOffline() {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> DenseEncoder.builder("somebody/something").build())
			.withMessageStartingWith("The model somebody/something is neither on the class path nor in the cache")
			.withMessageContaining("semblance pull somebody/something");
	}

	@Test
	void theClassPathCanBeAskedForByName() {
		assertThat(ModelKind.of("classpath:sentence-transformers/all-MiniLM-L6-v2")).isEqualTo(ModelKind.DENSE);
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> ModelKind.of("classpath:somebody/something"));
	}

	@ParameterizedTest
	@CsvSource({ "classpath:sentence-transformers/all-MiniLM-L6-v2, main, no model of a hub",
			"., main, no model of a hub", "org/name, ../main, can be no revision",
			"org/name@v1, v2, names one revision" })
	void aRevisionThatDoesNotFitIsRefused(String reference, String revision, String reason) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> DenseEncoder.builder(reference).revision(revision))
			.withMessageContaining(reason);
	}

}
