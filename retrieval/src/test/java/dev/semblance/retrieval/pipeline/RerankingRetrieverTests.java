package dev.semblance.retrieval.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.SearchRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link RerankingRetriever}. The lexical leg finds the documents in the order
 * of their numbers, with scores from 5 down to 1.
 */
class RerankingRetrieverTests {

	private static final String QUERY = "a b c d e";

	private final MapStore store = new MapStore(null);

	private final Retriever retriever = new Retriever(this.store, LegEncoders.NONE,
			RetrieverSettings.of(Set.of(Leg.LEXICAL)));

	@BeforeEach
	void fillStore() {
		List<Document> documents = List.of(new Document("1", "a b c d e", Map.of("odd", true)),
				new Document("2", "a b c d", Map.of("odd", false)), new Document("3", "a b c", Map.of("odd", true)),
				new Document("4", "a b", Map.of("odd", false)), new Document("5", "a", Map.of("odd", true)));
		this.store.upsert(documents.stream().map((document) -> new EmbeddedDocument(document, null)).toList());
	}

	@Test
	void theRerankerAloneDecidesByDefault() {
		List<Hit> hits = rerank(RerankSettings.DEFAULT, 0.1, 0.5, 0.3, 0.2, 0.4).retrieve(QUERY, 5);
		assertThat(ids(hits)).containsExactly("2", "5", "3", "4", "1");
		assertThat(hits).extracting(Hit::score).containsExactly(0.5, 0.4, 0.3, 0.2, 0.1);
	}

	@Test
	void aHitShowsRanksAndScoresBeforeAndAfter() {
		Hit best = rerank(RerankSettings.DEFAULT, 0.1, 0.5, 0.3, 0.2, 0.4).retrieve(QUERY, 1).get(0);
		Candidate candidate = this.retriever.retrieve(QUERY, 2).get(1);
		assertThat(best).isEqualTo(new Hit(candidate.document(), 0.5, candidate.legs(), 2, candidate.score(), 0.5));
		assertThat(candidate.legs()).containsOnlyKeys(Leg.LEXICAL);
	}

	@Test
	void theRerankerSeesQueryAndTextsOfTheDepthOnly() {
		StubReranker reranker = new StubReranker(1, 2, 3);
		new RerankingRetriever(this.retriever, reranker, RerankSettings.DEFAULT.withDepth(3)).retrieve(QUERY, 5);
		assertThat(reranker.calls).containsExactly(QUERY + ": [a b c d e, a b c d, a b c]");
	}

	@Test
	void candidatesBelowTheDepthFollowInTheirOldOrder() {
		List<Hit> hits = rerank(RerankSettings.DEFAULT.withDepth(2), -9, -7).retrieve(QUERY, 5);
		assertThat(ids(hits)).containsExactly("2", "1", "3", "4", "5");
		assertThat(hits.subList(2, 5)).extracting(Hit::rerankScore).containsOnlyNulls();
		assertThat(hits.subList(2, 5)).extracting(Hit::rankBefore).containsExactly(3, 4, 5);
	}

	@Test
	void candidatesBelowTheDepthKeepTheirDistances() {
		List<Hit> hits = rerank(RerankSettings.DEFAULT.withDepth(2), -9, -7).retrieve(QUERY, 5);
		assertThat(hits).extracting(Hit::score).containsExactly(-7.0, -9.0, -10.0, -11.0, -12.0);
		assertThat(hits).extracting(Hit::scoreBefore).containsExactly(4.0, 5.0, 3.0, 2.0, 1.0);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.3, 0.5, 1 })
	void sortingByScoreChangesNothing(double blend) {
		List<Hit> hits = rerank(new RerankSettings(3, blend), 1e-9, 3e9, -2e9).retrieve(QUERY, 5);
		List<Hit> sorted = new ArrayList<>(hits);
		sorted.sort(Comparator.comparingDouble(Hit::score).reversed());
		assertThat(sorted).isEqualTo(hits);
		assertThat(hits).extracting(Hit::score).doesNotHaveDuplicates();
	}

	@Test
	void aBlendOfZeroKeepsOrderAndScores() {
		List<Hit> hits = rerank(new RerankSettings(3, 0), 0.1, 0.5, 0.3).retrieve(QUERY, 5);
		assertThat(ids(hits)).containsExactly("1", "2", "3", "4", "5");
		assertThat(hits).extracting(Hit::score).containsExactly(5.0, 4.0, 3.0, 2.0, 1.0);
		assertThat(hits).extracting(Hit::rerankScore).containsExactly(0.1, 0.5, 0.3, null, null);
	}

	@Test
	void aBlendIsTheWeightedMeanOfBothScaledScores() {
		List<Hit> hits = rerank(new RerankSettings(5, 0.75), 100, 200, 500, 300, 400).retrieve(QUERY, 5);
		assertThat(ids(hits)).containsExactly("3", "5", "4", "2", "1");
		assertThat(hits.get(0).score()).isCloseTo(0.75 * 1 + 0.25 * 0.5, within(1e-12));
		assertThat(hits.get(1).score()).isCloseTo(0.75 * 0.75 + 0.25 * 0, within(1e-12));
		assertThat(hits.get(4).score()).isCloseTo(0.25, within(1e-12));
	}

	@Test
	void aBlendOfRerankedScoresThatAreAllTheSameKeepsTheOrder() {
		assertThat(ids(rerank(new RerankSettings(5, 0.9), 7, 7, 7, 7, 7).retrieve(QUERY, 5))).containsExactly("1", "2",
				"3", "4", "5");
	}

	@Test
	void ofEqualHitsTheOneThatStoodHigherComesFirst() {
		assertThat(ids(rerank(RerankSettings.DEFAULT, 1, 2, 1, 2, 1).retrieve(QUERY, 5))).containsExactly("2", "4", "1",
				"3", "5");
	}

	@Test
	void asManyCandidatesAreFoundAsAreReranked() {
		assertThat(ids(rerank(RerankSettings.DEFAULT.withDepth(5), 1, 2, 3, 4, 5).retrieve(QUERY, 2)))
			.containsExactly("5", "4");
		assertThat(this.store.requests()).extracting(SearchRequest::limit).containsExactly(5);
	}

	@Test
	void aLimitBeyondTheDepthIsReached() {
		assertThat(rerank(RerankSettings.DEFAULT.withDepth(1), 1).retrieve(QUERY, 4)).hasSize(4);
	}

	@Test
	void aDepthBeyondTheCandidatesIsFine() {
		assertThat(rerank(RerankSettings.DEFAULT.withDepth(10_000), 1, 2, 3, 4, 5).retrieve(QUERY, 10)).hasSize(5);
	}

	@Test
	void onlyDocumentsThatMeetTheFilterAreReranked() {
		StubReranker reranker = new StubReranker(1, 2, 3);
		List<Hit> hits = new RerankingRetriever(this.retriever, reranker, RerankSettings.DEFAULT).retrieve(QUERY, 5,
				MetadataFilter.equal("odd", true));
		assertThat(ids(hits)).containsExactly("5", "3", "1");
	}

	@Test
	void withoutCandidatesTheRerankerIsNotAsked() {
		StubReranker reranker = new StubReranker();
		RerankingRetriever reranking = new RerankingRetriever(this.retriever, reranker, RerankSettings.DEFAULT);
		assertThat(reranking.retrieve(QUERY, 5, MetadataFilter.equal("odd", "neither"))).isEmpty();
		assertThat(reranker.calls).isEmpty();
	}

	@Test
	void everyLegOfAFusedHitIsShown() {
		LetterCountEncoder encoder = new LetterCountEncoder("letters");
		MapStore both = new MapStore(EmbeddingSpace.of(encoder.model()));
		new Ingestor(LegEncoders.of(encoder), both).ingest(List.of(new Document("cat", "cat")).iterator(), (report) -> {
		});
		Retriever fused = new Retriever(both, LegEncoders.of(encoder),
				RetrieverSettings.of(Set.of(Leg.DENSE, Leg.LEXICAL)));
		Hit hit = new RerankingRetriever(fused, new StubReranker(1), RerankSettings.DEFAULT).retrieve("cat", 1).get(0);
		assertThat(hit.legs()).containsOnlyKeys(Leg.DENSE, Leg.LEXICAL);
		assertThat(hit.scoreBefore()).isCloseTo(2.0 / 61, within(1e-12));
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void aScoreThatIsNotFiniteIsRefusedWithItsDocument(double score) {
		RerankingRetriever reranking = rerank(RerankSettings.DEFAULT, 1, 2, score, 4, 5);
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> reranking.retrieve(QUERY, 5))
			.withMessageStartingWith("stub gave the score %s for document '3'.".formatted(score));
	}

	@Test
	void anotherNumberOfScoresThanOfDocumentsIsRefused() {
		RerankingRetriever reranking = rerank(RerankSettings.DEFAULT, 1, 2);
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> reranking.retrieve(QUERY, 5))
			.withMessageStartingWith("stub gave 2 scores for 5 documents.");
	}

	@Test
	void aLimitOutOfRangeIsRefused() {
		RerankingRetriever reranking = rerank(RerankSettings.DEFAULT, 1, 2, 3, 4, 5);
		for (int limit : new int[] { 0, -1, 10_001 }) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reranking.retrieve(QUERY, limit))
				.withMessageContaining("asks for " + limit);
		}
	}

	@Test
	void aBlankQueryIsRefused() {
		RerankingRetriever reranking = rerank(RerankSettings.DEFAULT);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reranking.retrieve(" ", 5))
			.withMessage("The query is empty. Ask something.");
	}

	private RerankingRetriever rerank(RerankSettings settings, double... scores) {
		return new RerankingRetriever(this.retriever, new StubReranker(scores), settings);
	}

	private static List<String> ids(List<Hit> hits) {
		return hits.stream().map((hit) -> hit.document().id()).toList();
	}

	/** Gives the same scores whatever it is asked, and remembers what that was. */
	private static final class StubReranker implements Reranker {

		private final double[] scores;

		private final List<String> calls = new ArrayList<>();

		private StubReranker(double... scores) {
			this.scores = scores;
		}

		@Override
		public String name() {
			return "stub";
		}

		@Override
		public RerankScores score(String query, List<String> documents) {
			this.calls.add(query + ": " + documents);
			return new RerankScores(this.scores, TokenUsage.NONE);
		}

		@Override
		public void close() {
			// Nothing to release.
		}

	}

}
