package dev.semblance.store.lucene;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LuceneStoreTests {

	@Test
	void documentsComeBackExactlyAsTheyWere() {
		Map<String, Object> metadata = new HashMap<>();
		metadata.put("long", Long.MIN_VALUE);
		metadata.put("wholeDouble", 5.0);
		metadata.put("negativeZero", -0.0);
		metadata.put("tiny", Double.MIN_VALUE);
		metadata.put("flag", false);
		metadata.put("empty", "");
		metadata.put("k\"e'y.[0]\u0000\uD800 \uD83D\uDE00", "lone \uDC00, NUL \u0000, pair \uD83D\uDE00, \uFFFF");
		metadata.put("k".repeat(70_000), "v".repeat(70_000));
		Document document = new Document("id \uD800\u0000'\"", "text \uD800 \u0000 \uD83D\uDE00 \u00E9 \u20AC",
				metadata);
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(new EmbeddedDocument(document, null)));
			assertThat(store.find(List.of(document.id()))).containsExactly(document);
			assertThat(store.search(Searches.lexical("text", 1)).get(0).document()).isEqualTo(document);
		}
	}

	@Test
	void aSecondUpsertReplacesAndTheLastOfOneBatchWins() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(Searches.text("a", "first")));
			store.upsert(List.of(Searches.text("a", "second"), Searches.text("a", "third")));
			assertThat(store.count()).isOne();
			assertThat(store.find(List.of("a", "unknown"))).containsExactly(new Document("a", "third"));
			assertThat(store.search(Searches.lexical("first second", 10))).isEmpty();
		}
	}

	@Test
	void deletingCountsWhatWasThere() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(IntStream.range(0, 10)
				.mapToObj((i) -> Searches.metadata("d" + i, Map.of("even", i % 2 == 0)))
				.toList());
			assertThat(store.delete(List.of("d1", "d1", "d3", "unknown", "x".repeat(100_000)))).isEqualTo(2);
			assertThat(store.count(MetadataFilter.equal("even", true))).isEqualTo(5);
			assertThat(store.delete(MetadataFilter.equal("even", true))).isEqualTo(5);
			assertThat(store.delete(MetadataFilter.equal("even", true))).isZero();
			assertThat(store.count()).isEqualTo(3);
			assertThat(store.count(MetadataFilter.equal("even", true))).isZero();
		}
	}

	@Test
	void nothingIsWrittenIfOneDocumentOfABatchIsRefused() {
		try (LuceneStore store = LuceneStore.builder().space(Searches.space(2, SimilarityFunction.COSINE)).open()) {
			for (EmbeddedDocument bad : List.of(Searches.vector("bad", 1), Searches.text("bad", ""),
					Searches.vector("bad", 1, Float.NaN), Searches.vector("bad", Float.NEGATIVE_INFINITY, 0),
					Searches.vector("x".repeat(LuceneStore.LONGEST_ID + 1), 1, 0))) {
				assertThatThrownBy(() -> store.upsert(List.of(Searches.vector("good", 1, 0), bad)))
					.isInstanceOf(InvalidInputException.class);
			}
			assertThat(store.count()).isZero();
		}
	}

	@Test
	void theLongestIdIsTaken() {
		String id = "x".repeat(LuceneStore.LONGEST_ID);
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(Searches.text(id, "word")));
			assertThat(Searches.ids(store.search(Searches.lexical("word", 1)))).containsExactly(id);
		}
	}

	@Test
	void aVectorIsRefusedByAStoreThatKeepsNone() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			assertThat(store.space()).isNull();
			assertThatThrownBy(() -> store.upsert(List.of(Searches.vector("a", 1))))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("without a space");
			assertThatThrownBy(() -> store.search(Searches.dense(new float[] { 1 }, 1, true)))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("without a space");
		}
	}

	@Test
	void candidatesCarryRankAndScoreOfEveryLeg() {
		try (LuceneStore store = LuceneStore.builder().space(Searches.space(2, SimilarityFunction.DOT)).open()) {
			store.upsert(List.of(new EmbeddedDocument(new Document("both", "apple"), new float[] { 1, 0 }),
					new EmbeddedDocument(new Document("dense", "pear"), new float[] { 2, 0 })));
			List<LegQuery> legs = List.of(new LegQuery.DenseQuery(new float[] { 1, 0 }, 1, true),
					new LegQuery.LexicalQuery("apples", 1));
			List<Candidate> candidates = store.search(Searches.request(legs, 2, null));
			assertThat(Searches.ids(candidates)).containsExactly("both", "dense");
			assertThat(candidates.get(0).score()).isEqualTo(1.0 / 62 + 1.0 / 61);
			assertThat(candidates.get(0).legs()).containsEntry(Leg.DENSE, new LegRank(2, 1));
			assertThat(candidates.get(0).legs().get(Leg.LEXICAL)).extracting(LegRank::rank).isEqualTo(1);
			assertThat(candidates.get(1).legs()).containsOnlyKeys(Leg.DENSE);
		}
	}

	@Test
	void theWindowBoundsWhatALegBringsAndTheLimitWhatComesBack() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(IntStream.range(0, 50).mapToObj((i) -> Searches.text("d" + i, "word")).toList());
			SearchRequest request = new SearchRequest(List.of(new LegQuery.LexicalQuery("word", 1)),
					Fusion.named("rrf"), 3, 20, null);
			assertThat(Searches.ids(store.search(request))).containsExactly("d0", "d1", "d10");
		}
	}

	@Test
	void anEmptyStoreAndEmptyCallsAreAnswered() {
		try (LuceneStore store = LuceneStore.builder().space(Searches.space(2, SimilarityFunction.COSINE)).open()) {
			store.upsert(List.of());
			assertThat(store.find(List.of())).isEmpty();
			assertThat(store.delete(List.of())).isZero();
			assertThat(store.count()).isZero();
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 5, false))).isEmpty();
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 5, true))).isEmpty();
			assertThat(store.search(Searches.lexical("word", 5))).isEmpty();
		}
	}

	@Test
	void everyCallAfterCloseIsRefusedAndClosingTwiceIsFine() {
		LuceneStore store = LuceneStore.builder().open();
		store.close();
		store.close();
		assertThatIllegalStateException().isThrownBy(store::count);
		assertThatIllegalStateException().isThrownBy(() -> store.upsert(List.of(Searches.text("a", ""))));
		assertThatIllegalStateException().isThrownBy(() -> store.find(List.of()));
		assertThatIllegalStateException().isThrownBy(() -> store.delete(List.of("a")));
		assertThatIllegalStateException().isThrownBy(() -> store.search(Searches.lexical("a", 1)));
	}

}
