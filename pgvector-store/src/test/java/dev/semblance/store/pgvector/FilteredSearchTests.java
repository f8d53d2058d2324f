package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every leg must select the documents that {@link MetadataFilter#matches} selects,
 * however it goes about it.
 */
class FilteredSearchTests {

	private static final int COUNT = 60;

	private static final List<String> KEYS = List.of("a", "b", "a.b", "\"quoted'", "\uD83D\uDE00", "k?");

	private static final List<Object> VALUES = List.of(0L, 1L, 1.0, -1L, 0.5, Long.MAX_VALUE, (1L << 53) + 1, 0x1p53,
			1e300, true, false, "", "a", "b", "true", "1", "\uFFFF", "\uD83D\uDE00", "it's");

	private static final List<LegQuery> LEGS = List.of(new LegQuery.DenseQuery(new float[] { 1, 0, 0, 0 }, 1, false),
			new LegQuery.SparseQuery(Searches.sparseVector(20, 0, 1, 3, 2), 1), new LegQuery.LexicalQuery("word", 1));

	private final Random random = new Random(7);

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "1, HNSW", "7, HNSW", "1000000, HNSW", "1, HNSW_OF_SIGNS", "1, NONE", "1000000, NONE" })
	void randomFiltersSelectWhatTheyMatchInEveryLeg(int exactBelow, DenseIndex index) {
		boolean indexed = index != DenseIndex.NONE;
		List<EmbeddedDocument> documents = IntStream.range(0, COUNT)
			.mapToObj((i) -> document("d" + i, randomMetadata()))
			.toList();
		try (PgVectorStore store = builder().denseIndex(index)
			.sparseIndex(indexed ? SparseIndex.HNSW : SparseIndex.NONE)
			.exactBelow(exactBelow)
			.open(); PgVectorStore other = builder().tenant("other").open()) {
			other.upsert(documents.subList(0, 20));
			store.upsert(documents);
			store.upsert(List.of(document("gone", Map.of("a", 1))));
			store.delete(List.of("gone"));
			store.buildIndexes();
			for (int i = 0; i < 15; i++) {
				requireSame(store, documents, randomFilter(3));
			}
		}
	}

	@Test
	void aFilterNeverLeavesFewerThanMatch() {
		for (int exactBelow : new int[] { 1, 100 }) {
			try (PgVectorStore store = builder().collection("c" + exactBelow).exactBelow(exactBelow).open()) {
				store.upsert(IntStream.range(0, 1000)
					.mapToObj((i) -> document("d" + i, Map.of("rare", i % 250 == 0)))
					.toList());
				store.buildIndexes();
				MetadataFilter rare = MetadataFilter.equal("rare", true);
				for (LegQuery leg : LEGS) {
					assertThat(Searches.ids(store.search(Searches.request(List.of(leg), 10, rare))))
						.containsExactlyInAnyOrder("d0", "d250", "d500", "d750");
				}
				assertThat(store.search(Searches.request(LEGS, 10, MetadataFilter.not(rare)))).hasSize(10);
			}
		}
	}

	@Test
	void aFilterMayBeSaidToLeaveAsManyAsThereCanBe() {
		try (PgVectorStore store = builder().exactBelow(Integer.MAX_VALUE).open()) {
			store.upsert(List.of(document("a", Map.of("n", 1)), document("b", Map.of("n", 2))));
			assertThat(Searches.ids(store.search(Searches.request(LEGS, 5, MetadataFilter.equal("n", 2)))))
				.containsExactly("b");
		}
	}

	@Test
	void theLargestFilterWorksInAllLegsTogether() {
		MetadataFilter range = new MetadataFilter.Comparison("n", Operator.GREATER, 1);
		try (PgVectorStore store = builder().sparseIndex(SparseIndex.HNSW).open()) {
			store.upsert(List.of(document("a", Map.of("n", 1)), document("b", Map.of("n", 2))));
			int largest = 0;
			for (int count = 4000; largest == 0 && count > 0; count -= 100) {
				MetadataFilter filter = new MetadataFilter.And(Collections.nCopies(count, range));
				try {
					store.count(filter);
					largest = count;
				}
				catch (InvalidInputException ex) {
					assertThat(ex).hasMessageContaining("parameters");
				}
			}
			MetadataFilter filter = new MetadataFilter.And(Collections.nCopies(largest, range));
			assertThat(largest).isGreaterThan(1000);
			assertThat(Searches.ids(store.search(new SearchRequest(LEGS, Fusion.named("convex"), 5, 5, filter))))
				.containsExactly("b");
		}
	}

	@Test
	void deletingAndCountingSelectTheSame() {
		try (PgVectorStore store = builder().open()) {
			List<EmbeddedDocument> documents = new ArrayList<>(
					IntStream.range(0, COUNT).mapToObj((i) -> document("d" + i, randomMetadata())).toList());
			store.upsert(documents);
			for (int i = 0; i < 40; i++) {
				MetadataFilter filter = randomFilter(2);
				long expected = documents.stream()
					.filter((document) -> filter.matches(document.document().metadata()))
					.count();
				assertThat(store.count(filter)).as(filter.toString()).isEqualTo(expected);
				if (expected < 5) {
					assertThat(store.delete(filter)).isEqualTo(expected);
					documents.removeIf((document) -> filter.matches(document.document().metadata()));
				}
			}
			assertThat(store.count()).isEqualTo(documents.size());
		}
	}

	@Test
	void aFilterThatIsTooLargeIsRefused() {
		MetadataFilter filter = new MetadataFilter.In("a", Collections.nCopies(10_001, 1));
		try (PgVectorStore store = builder().open()) {
			assertThatThrownBy(() -> store.search(Searches.request(LEGS, 5, filter)))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("more than 10000");
		}
	}

	private void requireSame(PgVectorStore store, List<EmbeddedDocument> documents, MetadataFilter filter) {
		Set<String> expected = documents.stream()
			.map(EmbeddedDocument::document)
			.filter((document) -> filter.matches(document.metadata()))
			.map(Document::id)
			.collect(Collectors.toCollection(TreeSet::new));
		List<List<LegQuery>> requests = new ArrayList<>(LEGS.stream().map(List::of).toList());
		requests.add(LEGS);
		for (List<LegQuery> legs : requests) {
			Fusion fusion = Fusion.named(List.of("rrf", "dbsf", "convex").get(this.random.nextInt(3)));
			List<String> all = Searches.ids(store.search(new SearchRequest(legs, fusion, COUNT, COUNT, filter)));
			assertThat(all).as(filter.toString()).doesNotHaveDuplicates();
			assertThat(new TreeSet<>(all)).as(filter.toString()).isEqualTo(expected);
			List<String> few = Searches.ids(store.search(new SearchRequest(legs, fusion, 5, 8, filter)));
			assertThat(few).as(filter.toString()).hasSize(Math.min(5, expected.size()));
			assertThat(expected).containsAll(few);
		}
	}

	private PgVectorStoreBuilder builder() {
		return this.server.builder()
			.space(Searches.space(4, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(20))
			.indexFrom(1);
	}

	private EmbeddedDocument document(String id, Map<String, Object> metadata) {
		return new EmbeddedDocument(new Document(id, "word", metadata), DenseSearchTests.gaussian(this.random, 4, 1),
				Searches.sparseVector(20, 0, 1 + this.random.nextDouble(), 1 + this.random.nextInt(19), 1));
	}

	private Map<String, Object> randomMetadata() {
		Map<String, Object> metadata = new HashMap<>();
		for (String key : KEYS) {
			if (this.random.nextBoolean()) {
				metadata.put(key, pick(VALUES));
			}
		}
		return metadata;
	}

	private MetadataFilter randomFilter(int depth) {
		String key = pick(KEYS);
		return switch (this.random.nextInt((depth > 0) ? 8 : 5)) {
			case 0 -> new MetadataFilter.Exists(key);
			case 1 -> new MetadataFilter.In(key,
					IntStream.range(0, this.random.nextInt(4)).mapToObj((i) -> pick(VALUES)).toList());
			case 2, 3, 4 -> new MetadataFilter.Comparison(key, pick(List.of(Operator.values())), pick(VALUES));
			case 5 -> new MetadataFilter.And(randomFilters(depth - 1));
			case 6 -> new MetadataFilter.Or(randomFilters(depth - 1));
			default -> new MetadataFilter.Not(randomFilter(depth - 1));
		};
	}

	private List<MetadataFilter> randomFilters(int depth) {
		return IntStream.range(0, this.random.nextInt(4)).mapToObj((i) -> randomFilter(depth)).toList();
	}

	private <T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
