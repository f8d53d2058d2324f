package dev.semblance.store.pgvector;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.SparseLetterCountEncoder;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Documents that follow from their ids, with vectors that count the letters of their
 * texts, and the question whether a store has them all, once and right.
 */
final class LetterDocuments {

	/** A word in the text of each. */
	static final String COMMON_WORD = "common";

	private static final String DENSE_MODEL = "letters";

	private static final String SPARSE_MODEL = "sparse-letters";

	private static final int LETTERS = 40;

	private static final int MOST_FOUND = 10_000;

	private static final int PARTS = 4;

	private static final int SAMPLE = 4;

	private LetterDocuments() {
	}

	/** Adds the spaces of the documents' vectors. */
	static PgVectorStoreBuilder spaces(PgVectorStoreBuilder builder) {
		return builder.space(EmbeddingSpace.of(new LetterCountEncoder(DENSE_MODEL).model()))
			.sparseSpace(SparseSpace.of(new SparseLetterCountEncoder(SPARSE_MODEL).model()));
	}

	static Ingestor ingestor(DocumentStore store) {
		return new Ingestor(
				LegEncoders.of(new LetterCountEncoder(DENSE_MODEL), new SparseLetterCountEncoder(SPARSE_MODEL)), store);
	}

	/** Returns ids of small letters and digits, which are words of their documents. */
	static List<String> ids(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> prefix + i).toList();
	}

	static List<String> both(List<String> first, List<String> second) {
		return Stream.concat(first.stream(), second.stream()).toList();
	}

	static Document document(String id) {
		String letters = new Random(id.hashCode()).ints(LETTERS, 'a', 'z' + 1)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
		return new Document(id, String.join(" ", COMMON_WORD, id, letters), Map.of("part", part(id)));
	}

	static List<Document> documents(Collection<String> ids) {
		return ids.stream().map(LetterDocuments::document).toList();
	}

	static List<EmbeddedDocument> embedded(Collection<String> ids) {
		List<Document> documents = documents(ids);
		List<String> texts = documents.stream().map(Document::text).toList();
		List<float[]> dense = new LetterCountEncoder(DENSE_MODEL).encode(texts, TextRole.DOCUMENT).vectors();
		List<SparseVector> sparse = new SparseLetterCountEncoder(SPARSE_MODEL).encode(texts, TextRole.DOCUMENT)
			.vectors();
		return IntStream.range(0, documents.size())
			.mapToObj((i) -> new EmbeddedDocument(documents.get(i), dense.get(i), sparse.get(i)))
			.toList();
	}

	static EmbeddedDocument embedded(String id) {
		return embedded(List.of(id)).get(0);
	}

	static float[] dense(EmbeddedDocument document) {
		return Objects.requireNonNull(document.denseVector());
	}

	static SparseVector sparse(EmbeddedDocument document) {
		return Objects.requireNonNull(document.sparseVector());
	}

	/**
	 * Requires that a store has these documents and no others, each once, and that each
	 * of its legs finds them.
	 */
	static void requireExactly(PgVectorStore store, Collection<String> ids) {
		assertThat(store.count()).isEqualTo(ids.size());
		// It says so only of those that have all their vectors.
		assertThat(store.unchanged(documents(ids))).hasSameSizeAs(ids);
		EmbeddedDocument any = embedded("any");
		// A search finds a limited number of documents.
		for (int part = 0; part < PARTS; part++) {
			MetadataFilter filter = new MetadataFilter.Comparison("part", MetadataFilter.Operator.EQUAL, part);
			List<String> expected = ids.stream().filter(isOfPart(part)).toList();
			requireOnce(store.search(Searches.lexical(COMMON_WORD, MOST_FOUND, filter)), expected);
			requireOnce(store.search(Searches.dense(dense(any), MOST_FOUND, true, filter)), expected);
			requireOnce(store.search(Searches.sparse(sparse(any), MOST_FOUND, filter)), expected);
		}
		List<EmbeddedDocument> all = embedded(ids);
		for (int i = 0; i < Math.min(SAMPLE, all.size()); i++) {
			requireFound(store, all.get(i * (all.size() - 1) / SAMPLE), all);
		}
	}

	private static void requireOnce(List<Candidate> candidates, List<String> ids) {
		List<String> found = Searches.ids(candidates);
		assertThat(found).hasSameSizeAs(ids);
		assertThat(new HashSet<>(found)).isEqualTo(new HashSet<>(ids));
	}

	private static Predicate<String> isOfPart(int part) {
		return (id) -> part(id) == part;
	}

	private static int part(String id) {
		return Math.floorMod(id.hashCode(), PARTS);
	}

	private static void requireFound(PgVectorStore store, EmbeddedDocument expected, List<EmbeddedDocument> all) {
		String id = expected.document().id();
		assertThat(store.find(List.of(id))).containsExactly(expected.document());
		assertThat(store.denseVectors(List.of(id)).get(id)).containsExactly(dense(expected));
		assertThat(store.sparseVectors(List.of(id)).get(id)).usingRecursiveComparison().isEqualTo(sparse(expected));
		assertThat(Searches.ids(store.search(Searches.lexical(id, 10)))).containsExactly(id);
		assertThat(Searches.ids(store.search(Searches.dense(dense(expected), 1, true)))).containsExactly(id);
		assertThat(Searches.ids(store.search(Searches.dense(dense(expected), 1, false)))).containsExactly(id);
		double best = all.stream()
			.mapToDouble((document) -> sparse(document).dot(sparse(expected)))
			.max()
			.orElseThrow();
		String nearest = Searches.ids(store.search(Searches.sparse(sparse(expected), 1))).get(0);
		assertThat(sparse(embedded(nearest)).dot(sparse(expected))).isEqualTo(best);
	}

}
