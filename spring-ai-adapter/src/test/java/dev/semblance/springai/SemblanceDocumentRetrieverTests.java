package dev.semblance.springai;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.retrieval.join.ConcatenationDocumentJoiner;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceDocumentRetriever}.
 */
class SemblanceDocumentRetrieverTests {

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final MapStore store = new MapStore(EmbeddingSpace.of(this.encoder.model()));

	private final Retriever retriever = new Retriever(this.store, LegEncoders.of(this.encoder),
			RetrieverSettings.of(Set.of(Leg.DENSE, Leg.LEXICAL)));

	private final FilterExpressionBuilder filters = new FilterExpressionBuilder();

	@BeforeEach
	void fillStore() {
		new Ingestor(LegEncoders.of(this.encoder), this.store).ingest(List
			.of(new dev.semblance.retrieval.Document("1", "fox and goose", Map.of("year", 2020)),
					new dev.semblance.retrieval.Document("2", "a goose", Map.of("year", 2021)),
					new dev.semblance.retrieval.Document("3", "the fox", Map.of("year", 2021)))
			.iterator(), (progress) -> {
			});
	}

	@Test
	void scoresAreTheFusedOnesAndMetadataTellOfTheLegs() {
		Document best = SemblanceDocumentRetriever.builder(this.retriever)
			.build()
			.retrieve(new Query("the fox"))
			.get(0);
		assertThat(best.getId()).isEqualTo("3");
		assertThat(best.getText()).isEqualTo("the fox");
		assertThat(best.getScore()).isEqualTo(2 / 61.0);
		assertThat(best.getMetadata()).isEqualTo(Map.of("year", 2021L, "semblance.dense.rank", 1,
				"semblance.dense.score", best.getMetadata().get(RetrievalMetadata.score(Leg.DENSE)),
				"semblance.lexical.rank", 1, "semblance.lexical.score", 2.0));
		assertThat((Double) best.getMetadata().get("semblance.dense.score")).isGreaterThan(0.99);
	}

	@Test
	void afterRerankingScoresAreTheRerankersAndMetadataTellOfBefore() {
		StubReranker reranker = new StubReranker(String::length);
		RerankingRetriever reranking = new RerankingRetriever(this.retriever, reranker,
				RerankSettings.DEFAULT.withDepth(2));
		List<Document> found = SemblanceDocumentRetriever.builder(reranking).build().retrieve(new Query("the fox"));
		assertThat(found).extracting(Document::getId).startsWith("1", "3");
		assertThat(found.get(0).getScore()).isEqualTo(13);
		assertThat(found.get(0).getMetadata()).containsEntry(RetrievalMetadata.RERANK_SCORE, 13.0)
			.containsEntry(RetrievalMetadata.RANK_BEFORE, 2)
			.containsKey(RetrievalMetadata.SCORE_BEFORE);
		assertThat(found.get(2).getMetadata()).doesNotContainKey(RetrievalMetadata.RERANK_SCORE);
		assertThat(reranker.queries).containsExactly("the fox");
	}

	@Test
	void numberAndScoreLimitWhatIsFound() {
		RerankingRetriever reranking = new RerankingRetriever(this.retriever, new StubReranker(String::length),
				RerankSettings.DEFAULT);
		SemblanceDocumentRetriever.Builder builder = SemblanceDocumentRetriever.builder(reranking);
		assertThat(builder.topK(2).build().retrieve(new Query("fox"))).hasSize(2);
		assertThat(builder.minScore(7.5).build().retrieve(new Query("fox"))).extracting(Document::getId)
			.containsExactly("1");
		assertThat(builder.minScore(14).build().retrieve(new Query("fox"))).isEmpty();
	}

	@Test
	void documentsWithTheSameScoreSurviveTheJoinerInTheirOrder() {
		RerankingRetriever reranking = new RerankingRetriever(this.retriever, new StubReranker((text) -> 0),
				RerankSettings.DEFAULT);
		Query query = new Query("the fox");
		List<Document> found = SemblanceDocumentRetriever.builder(reranking).build().retrieve(query);
		assertThat(found).extracting(Document::getId).containsExactly("3", "1", "2");
		assertThat(found.get(2).getScore()).isBetween(-1e-300, 0.0);
		assertThat(new ConcatenationDocumentJoiner().join(Map.of(query, List.of(found)))).extracting(Document::getId)
			.containsExactly("3", "1", "2");
	}

	@Test
	void theFilterOfTheQueryTakesThePlaceOfTheFixedOne() {
		SemblanceDocumentRetriever filtered = SemblanceDocumentRetriever.builder(this.retriever)
			.filterExpression(this.filters.eq("year", 2020).build())
			.build();
		filtered.retrieve(new Query("fox"));
		filtered.retrieve(query("year == 2021"));
		filtered.retrieve(query(this.filters.gt("year", 2000).build()));
		filtered.retrieve(query(" "));
		assertThat(this.store.requests()).extracting((request) -> request.filter())
			.containsExactly(MetadataFilter.equal("year", 2020), MetadataFilter.equal("year", 2021),
					new MetadataFilter.Comparison("year", MetadataFilter.Operator.GREATER, 2000),
					MetadataFilter.equal("year", 2020));
	}

	@Test
	void aFilterCanBeMadeForEveryQuery() {
		int[] calls = { 2019 };
		SemblanceDocumentRetriever filtered = SemblanceDocumentRetriever.builder(this.retriever)
			.filterExpression(() -> (++calls[0] > 2020) ? null : this.filters.eq("year", calls[0]).build())
			.build();
		filtered.retrieve(new Query("fox"));
		filtered.retrieve(new Query("fox"));
		assertThat(this.store.requests()).extracting((request) -> request.filter())
			.containsExactly(MetadataFilter.equal("year", 2020), null);
	}

	@Test
	void whatIsNoFilterIsRefused() {
		SemblanceDocumentRetriever plain = SemblanceDocumentRetriever.builder(this.retriever).build();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> plain.retrieve(query("year ===")))
			.withMessageContaining("vector_store_filter_expression")
			.withMessageContaining("year ===");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> plain.retrieve(query(7)))
			.withMessageContaining("Integer");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceDocumentRetriever.builder(this.retriever)
				.filterExpression(this.filters.eq("year", List.of()).build()))
			.withMessageContaining("'year'");
		assertThat(this.store.requests()).isEmpty();
	}

	@Test
	void settingsOutOfRangeAreRefused() {
		SemblanceDocumentRetriever.Builder builder = SemblanceDocumentRetriever.builder(this.retriever);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.topK(0));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.topK(10_001));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.minScore(Double.NaN));
	}

	private static Query query(Object filter) {
		return Query.builder()
			.text("fox")
			.context(Map.of(SemblanceDocumentRetriever.FILTER_EXPRESSION, filter))
			.build();
	}

}
