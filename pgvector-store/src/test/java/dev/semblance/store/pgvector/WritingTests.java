package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WritingTests {

	private final TestStore server = new TestStore();

	private final PgVectorStore store = this.server.builder()
		.space(Searches.space(2, SimilarityFunction.COSINE))
		.sparseSpace(Searches.sparseSpace(10))
		.open();

	@AfterEach
	void close() {
		this.store.close();
		this.server.close();
	}

	@Test
	void ofSeveralWithOneIdTheLastWins() {
		this.store.upsert(List.of(document("a", "first", 1), document("b", "b", 1), document("a", "second", 2),
				document("a", "last", 3)));
		assertThat(this.store.count()).isEqualTo(2);
		assertThat(this.store.find(List.of("a"))).extracting(Document::text).containsExactly("last");
		assertThat(this.store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 1)).get(0).document().id())
			.isEqualTo("a");
		this.store.upsert(List.of(document("a", "again", 4)));
		assertThat(this.store.find(List.of("a"))).extracting(Document::text).containsExactly("again");
		assertThat(this.store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 1))).isEmpty();
		assertThat(rows("dense")).hasSize(2);
		assertThat(rows("sparse")).hasSize(2);
	}

	@Test
	void aBatchIsWrittenWholeOrNotAtAll() {
		this.store.upsert(List.of(document("a", "before", 1)));
		EmbeddedDocument changed = document("a", "after", 2);
		for (EmbeddedDocument bad : List.of(new EmbeddedDocument(new Document("bad", ""), null),
				document("bad\u0000", "", 1), document("bad", "\u0000", 1), document("bad", "\uD83D", 1),
				document("i".repeat(2001), "", 1), document("\u20ac".repeat(667), "", 1))) {
			assertThatThrownBy(() -> this.store.upsert(List.of(changed, document("b", "b", 1), bad)))
				.isInstanceOf(InvalidInputException.class);
		}
		assertThatThrownBy(
				() -> this.store.upsert(List.of(changed, document("b", "b", 1), document("c", manyWords(), 1))))
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("more different words than PostgreSQL can index, most likely 'c'")
			.message()
			.doesNotContain("\n");
		assertThat(this.store.count()).isOne();
		assertThat(this.store.find(List.of("a"))).extracting(Document::text).containsExactly("before");
		this.store.upsert(List.of(changed));
		assertThat(this.store.find(List.of("a"))).extracting(Document::text).containsExactly("after");
	}

	@Test
	void charactersThatCannotBeKeptAreNamed() {
		Map<String, Object> value = Map.of("key", "a\u0000");
		Map<String, Object> key = Map.of("k\uDC00", 1);
		assertThatThrownBy(() -> this.store.upsert(List.of(document("a", "ab\u0000", 1))))
			.hasMessageContaining("Document 'a' has U+0000 at position 2 of its text");
		assertThatThrownBy(() -> this.store.unchanged(List.of(new Document("a", "", value))))
			.hasMessageContaining("the metadata value under 'key'");
		assertThatThrownBy(() -> this.store.unchanged(List.of(new Document("a", "", key))))
			.hasMessageContaining("U+DC00");
		assertThat(this.store.find(List.of("\u0000", "\uD800"))).isEmpty();
		assertThat(this.store.delete(List.of("\u0000", "\uD800"))).isZero();
	}

	@Test
	void whatDoesNotChangeIsNotWritten() {
		List<EmbeddedDocument> documents = List.of(document("a", "a", 1), document("b", "b", 2));
		this.store.upsert(documents);
		List<List<String>> before = List.of(rows("document"), rows("dense"), rows("sparse"));
		this.store.upsert(documents);
		assertThat(List.of(rows("document"), rows("dense"), rows("sparse"))).isEqualTo(before);
	}

	@Test
	void metadataThatChangesLeavesTheVectorsAlone() {
		this.store.upsert(List.of(document("a", "a", 1), document("b", "b", 2)));
		List<String> documents = rows("document");
		List<String> dense = rows("dense");
		List<String> sparse = rows("sparse");
		EmbeddedDocument same = document("a", "a", 1);
		this.store.upsert(List.of(new EmbeddedDocument(new Document("a", "a", Map.of("new", true)), same.denseVector(),
				same.sparseVector())));
		assertThat(rows("document")).isNotEqualTo(documents);
		assertThat(rows("dense")).isEqualTo(dense);
		assertThat(rows("sparse")).isEqualTo(sparse);
		assertThat(this.store.count(MetadataFilter.equal("new", true))).isOne();
		this.store.upsert(List.of(new EmbeddedDocument(new Document("a", "a", Map.of("new", true)),
				new float[] { 0, 1 }, same.sparseVector())));
		assertThat(rows("dense")).isNotEqualTo(dense);
		assertThat(rows("sparse")).isEqualTo(sparse);
	}

	@Test
	void whatIsUnchangedHasTheSameTextAndMetadataAndAllVectors() {
		Document kept = new Document("a", "a", Map.of("n", 1, "x", 0.5));
		EmbeddedDocument embedded = document("a", "a", 1);
		this.store.upsert(List.of(new EmbeddedDocument(kept, embedded.denseVector(), embedded.sparseVector())));
		assertThat(this.store.unchanged(List.of())).isEmpty();
		assertThat(this.store.unchanged(List.of(kept, new Document("b", "a")))).isEqualTo(Set.of("a"));
		assertThat(this.store.unchanged(List.of(new Document("a", "a", Map.of("x", 0.5, "n", 1L)))))
			.isEqualTo(Set.of("a"));
		assertThat(this.store.unchanged(List.of(new Document("a", "a", Map.of("n", 1, "x", 0.25))))).isEmpty();
		assertThat(this.store.unchanged(List.of(new Document("a", "a")))).isEmpty();
		assertThat(this.store.unchanged(List.of(new Document("a", "A", kept.metadata())))).isEmpty();
		for (String vectors : List.of("dense", "sparse")) {
			this.store.upsert(List.of(new EmbeddedDocument(kept, embedded.denseVector(), embedded.sparseVector())));
			Sql.execute(this.server.pool(), "DELETE FROM " + table(vectors));
			assertThat(this.store.unchanged(List.of(kept))).as(vectors).isEmpty();
		}
	}

	@Test
	void deletingCountsWhatItDeletesAndTakesTheVectorsAlong() {
		List<EmbeddedDocument> documents = IntStream.range(0, 20)
			.mapToObj((i) -> new EmbeddedDocument(new Document("d" + i, "fox", Map.of("n", i)), new float[] { 1, i },
					Searches.sparseVector(10, 3, 1)))
			.toList();
		this.store.upsert(documents);
		assertThat(this.store.delete(List.of())).isZero();
		assertThat(this.store.delete(List.of("d1", "d1", "d2", "none"))).isEqualTo(2);
		assertThat(this.store.delete(new MetadataFilter.Comparison("n", MetadataFilter.Operator.GREATER_OR_EQUAL, 10)))
			.isEqualTo(10);
		assertThat(this.store.count()).isEqualTo(8);
		assertThat(rows("dense")).hasSize(8);
		assertThat(rows("sparse")).hasSize(8);
		assertThat(this.store.search(Searches.lexical("fox", 50))).hasSize(8);
		assertThat(this.store.delete(MetadataFilter.and())).isEqualTo(8);
		assertThat(rows("dense")).isEmpty();
		this.store.upsert(documents);
		assertThat(this.store.count()).isEqualTo(20);
	}

	@Test
	void idsMayBeAsLongAsAnIndexTakes() {
		Random random = new Random(1);
		String collection = random(random, 200);
		try (PgVectorStore longNames = this.server.builder()
			.collection(collection)
			.tenant(random(random, 200))
			.open()) {
			String longest = random(random, 2000);
			longNames.upsert(List.of(Searches.text(longest, "fox")));
			assertThat(Searches.ids(longNames.search(Searches.lexical("fox", 1)))).containsExactly(longest);
			assertThat(longNames.delete(List.of(longest, random(random, 5000)))).isOne();
		}
		assertThatThrownBy(() -> this.store.upsert(List.of(document("i".repeat(2001), "", 1))))
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("an id of 2001 bytes");
	}

	@Test
	void aLongTextOfFewWordsIsTaken() {
		String text = "some words again and again ".repeat(10_000_000 / 27) + "fox";
		this.store.upsert(List.of(document("a", text, 1)));
		assertThat(this.store.search(Searches.lexical("fox", 1)).get(0).document().text()).isEqualTo(text);
		assertThat(this.store.unchanged(List.of(new Document("a", text)))).isEqualTo(Set.of("a"));
	}

	@Test
	void manyDocumentsAreWrittenInOneCall() {
		List<EmbeddedDocument> documents = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			documents.add(document("d" + i, "word" + i, i % 10));
		}
		this.store.upsert(documents);
		assertThat(this.store.count()).isEqualTo(3000);
		List<Document> all = documents.stream().map(EmbeddedDocument::document).toList();
		assertThat(this.store.unchanged(all)).hasSize(3000);
		assertThat(this.store.find(all.stream().map(Document::id).toList())).containsExactlyInAnyOrderElementsOf(all);
	}

	private static String random(Random random, int length) {
		return random.ints(length, 'A', 'z').mapToObj(Character::toString).collect(Collectors.joining());
	}

	private static String manyWords() {
		return IntStream.range(0, 120_000).mapToObj((i) -> "different" + i).collect(Collectors.joining(" "));
	}

	/** Returns where each row lies, and which transaction wrote it. */
	private List<String> rows(String table) {
		return Sql.column(this.server.pool(), "SELECT ctid || ' ' || xmin FROM %s ORDER BY 1".formatted(table(table)));
	}

	private String table(String prefix) {
		return Sql.value(this.server.pool(),
				"SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = '%s' "
					.formatted(this.server.schema()) + "AND tablename LIKE '%s%%'".formatted(prefix));
	}

	private static EmbeddedDocument document(String id, String text, int term) {
		return new EmbeddedDocument(new Document(id, text), new float[] { 1, term },
				Searches.sparseVector(10, term, 1));
	}

}
