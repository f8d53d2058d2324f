package dev.semblance.springai;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.LetterCountEncoder.Call;
import dev.semblance.retrieval.SparseLetterCountEncoder;
import dev.semblance.springai.sparse.SparseEmbedding;
import dev.semblance.springai.sparse.SparseEmbeddingResponse;
import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceSparseEmbeddingModel}.
 */
class SemblanceSparseEmbeddingModelTests {

	private final SparseLetterCountEncoder encoder = new SparseLetterCountEncoder("letters");

	private final SemblanceSparseEmbeddingModel model = new SemblanceSparseEmbeddingModel(this.encoder);

	@Test
	void aSingleTextIsAQueryAndDocumentsAreDocuments() {
		SparseVector query = this.model.embed("abb");
		assertThat(query.indices()).containsExactly(0, 1);
		assertThat(query.values()).containsExactly(1, 2);
		assertThat(this.model.embed(List.of(new Document("b"), new Document("c")))).hasSize(2);
		assertThat(this.encoder.calls()).containsExactly(new Call(List.of("abb"), TextRole.QUERY),
				new Call(List.of("b", "c"), TextRole.DOCUMENT));
	}

	@Test
	void theResponseNamesModelAndTokensAndCountsFromZero() {
		SparseEmbeddingResponse response = this.model.call(new EmbeddingRequest(List.of("a", "b"), null));
		assertThat(response.getResults()).extracting(SparseEmbedding::index).containsExactly(0, 1);
		assertThat(response.getMetadata().getModel()).isEqualTo("letters");
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(2);
		assertThat(this.encoder.calls()).containsExactly(new Call(List.of("a", "b"), TextRole.PLAIN));
	}

	@Test
	void anotherModelAndOtherDimensionsAreRefused() {
		EmbeddingOptions model = EmbeddingOptions.builder().model("splade").build();
		EmbeddingOptions dimensions = EmbeddingOptions.builder().dimensions(10).build();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.model.call(new EmbeddingRequest(List.of("a"), model)))
			.withMessageContaining("'splade'");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.model.call(new EmbeddingRequest(List.of("a"), dimensions)))
			.withMessageContaining("10 dimensions");
	}

}
