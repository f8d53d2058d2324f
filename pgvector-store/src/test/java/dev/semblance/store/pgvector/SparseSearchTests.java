package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The ranking must be that of the inner products computed one by one.
 */
class SparseSearchTests {

	private static final int DIMENSIONS = 1_000_000_000;

	private static final int VOCABULARY = 300;

	private final Random random = new Random(3);

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void theRankingIsThatOfTheInnerProducts() {
		try (PgVectorStore store = open()) {
			List<EmbeddedDocument> documents = documents(600);
			store.upsert(documents);
			for (int i = 0; i < 10; i++) {
				SparseVector query = vector(1 + i * 3);
				requireExact(store, documents, query, 10, null);
				requireExact(store, documents, query, 600, null);
				requireExact(store, documents, query, 3, MetadataFilter.equal("digit", i % 10));
				requireExact(store, documents, query, 100, MetadataFilter.equal("rare", true));
			}
		}
	}

	@Test
	void anIndexFindsMostAndOnlyWhatIsAboveZero() {
		try (PgVectorStore store = this.server.builder()
			.sparseSpace(Searches.sparseSpace(DIMENSIONS))
			.sparseIndex(SparseIndex.HNSW)
			.indexFrom(1)
			.exactBelow(1)
			.open()) {
			List<EmbeddedDocument> documents = documents(600);
			store.upsert(documents);
			store.buildIndexes();
			int found = 0;
			int wanted = 0;
			for (int i = 0; i < 20; i++) {
				SparseVector query = vector(30);
				List<Candidate> candidates = store.search(Searches.sparse(query, 10));
				assertThat(candidates).allMatch((candidate) -> candidate.score() > 0);
				Set<String> exact = new HashSet<>(
						exact(documents, query, null).stream().limit(10).map(Scored::id).toList());
				wanted += exact.size();
				exact.retainAll(Searches.ids(candidates));
				found += exact.size();
			}
			assertThat((double) found / wanted).isGreaterThan(0.9);
		}
	}

	@Test
	void anIndexThatProposesOnlyStrangersDoesNotHideTheFewThatMatch() {
		try (PgVectorStore store = this.server.builder()
			.sparseSpace(Searches.sparseSpace(DIMENSIONS))
			.sparseIndex(SparseIndex.HNSW)
			.indexFrom(1)
			.open()) {
			List<EmbeddedDocument> documents = new ArrayList<>(documents(600));
			documents.add(Searches.sparse("rare", Searches.sparseVector(DIMENSIONS, DIMENSIONS - 1, 1)));
			store.upsert(documents);
			store.buildIndexes();
			assertThat(Searches
				.ids(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, DIMENSIONS - 1, 1), 10))))
				.containsExactly("rare");
		}
	}

	@Test
	void vectorsAreReadBackAsTheyWereWritten() {
		try (PgVectorStore store = open()) {
			List<EmbeddedDocument> documents = documents(20);
			store.upsert(documents);
			Map<String, SparseVector> read = store
				.sparseVectors(documents.stream().map((document) -> document.document().id()).toList());
			assertThat(read).hasSize(20);
			for (EmbeddedDocument document : documents) {
				assertThat(read.get(document.document().id())).usingRecursiveComparison()
					.isEqualTo(document.sparseVector());
			}
			assertThat(store.denseVectors(List.of("d0"))).isEmpty();
		}
	}

	@Test
	void onlyWhatIsAboveZeroIsFound() {
		try (PgVectorStore store = open()) {
			store.upsert(List.of(Searches.sparse("empty", Searches.sparseVector(DIMENSIONS)),
					Searches.sparse("zero", Searches.sparseVector(DIMENSIONS, 0, 0, 1, -0.0)),
					Searches.sparse("other", Searches.sparseVector(DIMENSIONS, 1, 1)),
					Searches.sparse("minus", Searches.sparseVector(DIMENSIONS, 0, -1)),
					Searches.sparse("edges", Searches.sparseVector(DIMENSIONS, 0, 1, DIMENSIONS - 1, 2))));
			assertThat(Searches.ids(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 0, 1), 9))))
				.containsExactly("edges");
			List<Candidate> last = store
				.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, DIMENSIONS - 1, 2), 9));
			assertThat(Searches.ids(last)).containsExactly("edges");
			assertThat(last.get(0).score()).isEqualTo(4);
			assertThat(Searches.ids(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 0, -1), 9))))
				.containsExactly("minus");
			assertThat(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS), 9))).isEmpty();
			assertThat(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 0, 0), 9, MetadataFilter.and())))
				.isEmpty();
			assertThat(store.count()).isEqualTo(5);
		}
	}

	@Test
	void ofMoreActiveTermsThanFitTheStrongestAreKeptAndTheVectorIsCounted() {
		SparseVector most = ascending(1000);
		SparseVector more = ascending(1100);
		// The longest name that a row has besides.
		try (PgVectorStore store = this.server.builder()
			.tenant(randomName())
			.sparseSpace(Searches.sparseSpace(DIMENSIONS))
			.open()) {
			store.upsert(List.of(Searches.sparse("most", most)));
			assertThat(store.cutSparseVectors()).isZero();
			store.upsert(List.of(Searches.sparse("more", more), Searches.sparse("much more", ascending(5000))));
			assertThat(store.cutSparseVectors()).isEqualTo(2);
			assertThat(Searches.ids(store.search(Searches.sparse(Searches.sparseVector(DIMENSIONS, 0, 1), 9))))
				.containsExactly("most");
			assertThat(store.search(Searches.sparse(more, 9))
				.stream()
				.filter((found) -> found.document().id().equals("more"))).singleElement()
				.satisfies(
						(found) -> assertThat(found.score()).isCloseTo(more.top(1000).dot(more), Offset.offset(1e4)));
			assertThat(store.search(Searches.sparse(ascending(16_000), 9))).hasSize(3);
			requireRefused(() -> store.search(Searches.sparse(ascending(16_001), 9)), "16001 active dimensions");
		}
	}

	@Test
	void vectorsThatCannotBeKeptAreRefusedAndNothingIsWritten() {
		try (PgVectorStore store = this.server.builder().sparseSpace(Searches.sparseSpace(100_000)).open()) {
			EmbeddedDocument good = Searches.sparse("good", Searches.sparseVector(100_000, 1, 1));
			requireRefused(() -> store.upsert(List.of(good, Searches.text("a", "no vector"))),
					"Document 'a' has no sparse vector");
			requireRefused(() -> store.upsert(List.of(good, Searches.sparse("a", Searches.sparseVector(7, 1, 1)))),
					"a sparse vector of 7 dimensions");
			requireRefused(
					() -> store.upsert(List.of(good, Searches.sparse("a", Searches.sparseVector(100_000, 1, 1e30)))),
					"the value 1.0E30");
			requireRefused(() -> store.search(Searches.sparse(Searches.sparseVector(7, 1, 1), 1)),
					"The query has a sparse vector of 7 dimensions");
			assertThat(store.count()).isZero();
		}
	}

	@Test
	void aSparseLegThatCannotBeAnsweredIsRefused() {
		try (PgVectorStore words = this.server.builder().open()) {
			requireRefused(() -> words.search(Searches.sparse(Searches.sparseVector(10, 1, 1), 1)),
					"opened without a sparse space");
			requireRefused(() -> words.upsert(List.of(Searches.sparse("a", Searches.sparseVector(10, 1, 1)))),
					"Document 'a' has a sparse vector");
			assertThat(words.sparseSpace()).isNull();
			assertThat(words.cutSparseVectors()).isZero();
		}
	}

	@Test
	void aSpaceOfTooFewOrTooManyDimensionsIsRefused() {
		for (int dimensions : List.of(0, DIMENSIONS + 1, Integer.MAX_VALUE)) {
			SparseSpace space = Searches.sparseSpace(dimensions);
			requireRefused(() -> this.server.builder().sparseSpace(space).open(), dimensions + " dimensions");
		}
	}

	private String randomName() {
		StringBuilder name = new StringBuilder();
		this.random.ints(200, 'a', 'z').forEach(name::appendCodePoint);
		return name.toString();
	}

	private List<EmbeddedDocument> documents(int count) {
		List<EmbeddedDocument> documents = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			documents.add(new EmbeddedDocument(new Document("d" + i, "", Map.of("digit", i % 10, "rare", i % 200 == 1)),
					null, vector(this.random.nextInt(40))));
		}
		return documents;
	}

	private SparseVector vector(int entries) {
		TreeMap<Integer, Double> vector = new TreeMap<>();
		for (int i = 0; i < entries; i++) {
			// Some dimensions are in most vectors, others in few.
			vector.put(((int) Math.pow(VOCABULARY, this.random.nextDouble())) * 199_999,
					Math.log1p(Math.exp(this.random.nextGaussian())));
		}
		return Searches.sparseVector(DIMENSIONS,
				vector.entrySet()
					.stream()
					.flatMapToDouble((entry) -> DoubleStream.of(entry.getKey(), entry.getValue()))
					.toArray());
	}

	/** Makes a vector whose later terms are stronger. */
	private static SparseVector ascending(int terms) {
		return Searches.sparseVector(DIMENSIONS,
				IntStream.range(0, terms).boxed().flatMapToDouble((i) -> DoubleStream.of(i, i + 1)).toArray());
	}

	private static void requireExact(PgVectorStore store, List<EmbeddedDocument> documents, SparseVector query,
			int limit, @Nullable MetadataFilter filter) {
		List<Scored> expected = exact(documents, query, filter).stream().limit(limit).toList();
		List<Candidate> found = store.search(Searches.sparse(query, limit, filter));
		assertThat(found).hasSameSizeAs(expected);
		for (int i = 0; i < found.size(); i++) {
			assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), Offset.offset(1e-4));
		}
		// Documents of one term may have equal products, of which others may be found.
		double last = expected.isEmpty() ? 0 : expected.get(expected.size() - 1).score();
		assertThat(Searches.ids(found))
			.containsAll(expected.stream().filter((scored) -> scored.score() > last + 1e-4).map(Scored::id).toList());
	}

	private static List<Scored> exact(List<EmbeddedDocument> documents, SparseVector query,
			@Nullable MetadataFilter filter) {
		return documents.stream()
			.filter((document) -> filter == null || filter.matches(document.document().metadata()))
			.map((document) -> new Scored(document.document().id(),
					query.dot(Objects.requireNonNull(document.sparseVector()))))
			.filter((scored) -> scored.score() > 0)
			.sorted(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::id))
			.toList();
	}

	private static void requireRefused(ThrowingCallable call, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call).withMessageContaining(message);
	}

	private PgVectorStore open() {
		return this.server.builder().sparseSpace(Searches.sparseSpace(DIMENSIONS)).open();
	}

	private record Scored(String id, double score) {
	}

}
