package dev.semblance.springai;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RerankingDocumentPostProcessor}. A document's score is its length.
 */
class RerankingDocumentPostProcessorTests {

	private final StubReranker reranker = new StubReranker(String::length);

	private final SemblanceRerankModel model = new SemblanceRerankModel(this.reranker);

	private final List<Document> documents = List.of(new Document("1", "ab", Map.of()),
			new Document("2", "abcd", Map.of()), new Document("3", "cd", Map.of()), new Document("4", "a", Map.of()));

	@Test
	void allComeBackInTheRerankersOrderWithItsScores() {
		List<Document> processed = RerankingDocumentPostProcessor.builder(this.model)
			.build()
			.process(new Query("the query"), this.documents);
		assertThat(processed).extracting(Document::getId).containsExactly("2", "1", "3", "4");
		assertThat(processed).extracting(Document::getScore).containsExactly(4.0, 2.0, 2.0, 1.0);
		assertThat(this.reranker.queries).containsExactly("the query");
	}

	@Test
	void numberAndScoreCutWhatIsLeft() {
		RerankingDocumentPostProcessor.Builder builder = RerankingDocumentPostProcessor.builder(this.model);
		assertThat(builder.minScore(2).build().process(new Query("query"), this.documents)).hasSize(3);
		assertThat(builder.topN(2).build().process(new Query("query"), this.documents)).extracting(Document::getId)
			.containsExactly("2", "1");
		assertThat(builder.minScore(5).build().process(new Query("query"), this.documents)).isEmpty();
	}

	@Test
	void nothingFoundNeedsNoRun() {
		assertThat(RerankingDocumentPostProcessor.builder(this.model).build().process(new Query("query"), List.of()))
			.isEmpty();
		assertThat(this.reranker.queries).isEmpty();
	}

	@Test
	void settingsOutOfRangeAreRefused() {
		RerankingDocumentPostProcessor.Builder builder = RerankingDocumentPostProcessor.builder(this.model);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.topN(0));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.minScore(Double.NaN));
	}

}
