package dev.semblance.encoders;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelReferenceTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "no-such-folder", "somebody/something", "../../etc", "/no/such/folder",
			"sentence-transformers/all-MiniLM-L6-v2/", "sentence-transformers/../BAAI", "a\0b" })
	void aReferenceThatLeadsNowhereIsRefusedWithTheModelsThereAre(String reference) {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> DenseEncoder.builder(reference).build())
			.withMessageContaining("'" + reference + "'")
			.withMessageContaining("BAAI/bge-small-en-v1.5, sentence-transformers/all-MiniLM-L6-v2");
	}

}
