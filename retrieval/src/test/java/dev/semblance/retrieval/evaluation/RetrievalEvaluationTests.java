package dev.semblance.retrieval.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Hit;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.dataset.BeirDataset.JudgedQuery;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.EmbeddedDocument;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class RetrievalEvaluationTests {

	private final MapStore store = new MapStore(null);

	private final RetrievalEvaluation evaluation = new RetrievalEvaluation(this.store,
			new Retriever(this.store, LegEncoders.NONE, RetrieverSettings.of(Set.of(Leg.LEXICAL)))::retrieve);

	@Test
	void scoresAreMeansOverTheQueries() {
		fill(new Document("d1", "red apple"), new Document("d2", "green pear"), new Document("d3", "red pear"));
		Map<String, JudgedQuery> queries = new LinkedHashMap<>();
		queries.put("first is right", new JudgedQuery("red apple", Map.of("d1", 1)));
		queries.put("second is right", new JudgedQuery("green pear", Map.of("d3", 1)));
		RetrievalScores scores = evaluate(queries);
		assertThat(scores.mrrAt10()).isEqualTo((1 + 1 / 2.0) / 2);
		assertThat(scores.mapAt100()).isEqualTo((1 + 1 / 2.0) / 2);
		assertThat(scores.ndcgAt10()).isCloseTo((1 + Math.log(2) / Math.log(3)) / 2, within(1e-12));
		assertThat(scores.recallAt100()).isEqualTo(1);
		assertThat(scores.precisionAt10()).isCloseTo(0.1, within(1e-12));
		assertThat(scores.queries()).isEqualTo(2);
	}

	@Test
	void aQueryWithoutAnyRelevantDocumentCountsAsZero() {
		fill(new Document("d1", "red apple"));
		assertThat(evaluate(
				Map.of("q1", new JudgedQuery("red", Map.of("d1", 1)), "q2", new JudgedQuery("apple", Map.of("d1", 0))))
			.ndcgAt10()).isEqualTo(0.5);
	}

	@Test
	void aQueryThatIsADocumentIsNotItsOwnAnswer() {
		fill(new Document("same", "red apple"), new Document("d1", "red"));
		assertThat(evaluate(Map.of("same", new JudgedQuery("red apple", Map.of("d1", 1)))).mrrAt10()).isEqualTo(1);
	}

	@Test
	void aDocumentWithTheQuerysIdCountsIfItWasJudged() {
		fill(new Document("1", "red apple"), new Document("2", "red"));
		assertThat(evaluate(Map.of("1", new JudgedQuery("red apple", Map.of("1", 1)))).mrrAt10()).isEqualTo(1);
	}

	@Test
	void aHundredDocumentsAreRetrievedBesideTheQuerysOwn() {
		List<Document> documents = new ArrayList<>(
				IntStream.range(0, 99).mapToObj((i) -> new Document("d" + i, "red apple")).toList());
		documents.add(new Document("query", "red apple"));
		documents.add(new Document("z", "red"));
		fill(documents.toArray(Document[]::new));
		assertThat(evaluate(Map.of("query", new JudgedQuery("red apple", Map.of("z", 1)))).recallAt100()).isEqualTo(1);
	}

	@Test
	void aHundredDocumentsAreRetrievedForAnOrdinaryQuery() {
		fill(new Document("d1", "red"));
		evaluate(Map.of("q1", new JudgedQuery("red", Map.of("d1", 1))));
		assertThat(this.store.requests()).singleElement()
			.satisfies((request) -> assertThat(request.limit()).isEqualTo(100));
	}

	@Test
	void progressIsToldAfterEveryQuery() {
		fill(new Document("d1", "red"));
		List<Integer> progress = new ArrayList<>();
		this.evaluation.evaluate(
				Map.of("q1", new JudgedQuery("red", Map.of("d1", 1)), "q2", new JudgedQuery("pear", Map.of("d1", 1))),
				progress::add);
		assertThat(progress).containsExactly(1, 2);
	}

	@Test
	void hitsAreMeasuredAsCandidatesAre() {
		fill(new Document("d1", "red apple"), new Document("d2", "red"));
		Retriever retriever = new Retriever(this.store, LegEncoders.NONE, RetrieverSettings.of(Set.of(Leg.LEXICAL)));
		RetrievalEvaluation reversed = new RetrievalEvaluation(this.store, (query, limit) -> {
			List<Candidate> candidates = retriever.retrieve(query, limit);
			return IntStream.range(0, candidates.size())
				.mapToObj((i) -> Hit.of(candidates.get(candidates.size() - 1 - i), candidates.size() - i, -i, null))
				.toList();
		});
		Map<String, JudgedQuery> queries = Map.of("q1", new JudgedQuery("red apple", Map.of("d2", 1)));
		assertThat(evaluate(queries).mrrAt10()).isEqualTo(0.5);
		assertThat(reversed.evaluate(queries, (asked) -> {
		}).mrrAt10()).isEqualTo(1);
	}

	@Test
	void noQueriesAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> evaluate(Map.of()))
			.withMessageContaining("no judged queries");
	}

	private RetrievalScores evaluate(Map<String, JudgedQuery> queries) {
		return this.evaluation.evaluate(queries, (asked) -> {
		});
	}

	private void fill(Document... documents) {
		this.store.upsert(List.of(documents).stream().map((document) -> new EmbeddedDocument(document, null)).toList());
	}

}
