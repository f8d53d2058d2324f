package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Names that somebody else chooses must not become part of a statement.
 */
class NamesTests {

	private static final List<String> HOSTILE = List.of("'", "''", "\"", "\"\"", "a'; DROP SCHEMA public CASCADE; --",
			"a\"; DROP SCHEMA public CASCADE; --", "$$", "\\", "\\'", "%s", "%", "?", "??", "{}", "a b", "a\nb",
			"\u00e4\u20ac", "\uD83D\uDE00", "\u202E", "${schema}", "null", "'' OR true", "E'\\x'", "a/*", ":a");

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void namesOfSchemaAndLanguageAreCheckedAtOnce() {
		PgVectorStoreBuilder builder = PgVectorStore.builder();
		for (String name : List.of("", " ", "a b", "a\"b", "a'b", "a;b", "a.b", "a\u0000", "1a", "a-b", "\u00e4",
				"\uD83D\uDE00", "a\n", "a".repeat(64))) {
			assertThatThrownBy(() -> builder.schema(name)).isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("cannot be the name of anything in the database");
			assertThatThrownBy(() -> builder.language(name)).isInstanceOf(InvalidInputException.class);
		}
	}

	@Test
	void aSchemaMayBeNamedLikeAKeywordAndInCapitals() {
		// Not dropped by the test's own schema.
		String name = "Select_" + this.server.schema();
		try (PgVectorStore store = this.server.builder().schema(name).open()) {
			store.upsert(List.of(Searches.text("a", "fox")));
			assertThat(store.count()).isOne();
		}
		finally {
			Sql.execute(this.server.pool(), "DROP SCHEMA \"%s\" CASCADE".formatted(name));
		}
	}

	@Test
	void collectionsAndTenantsMayHaveAnyName() {
		List<PgVectorStore> stores = new ArrayList<>();
		for (String name : HOSTILE) {
			stores.add(open(name, "tenant"));
			stores.add(open("collection", name));
		}
		for (int i = 0; i < stores.size(); i++) {
			PgVectorStore store = stores.get(i);
			assertThat(store.count()).isZero();
			store.upsert(List.of(Searches.vector("d" + i, 1, 0)));
			assertThat(Searches.ids(store.search(Searches.dense(new float[] { 1, 0 }, 100, false))))
				.containsExactly("d" + i);
		}
		for (PgVectorStore store : stores) {
			assertThat(store.count()).isOne();
			store.close();
		}
	}

	@Test
	void idsMayBeAnyStringToo() {
		try (PgVectorStore store = open("collection", "")) {
			store.upsert(HOSTILE.stream().map((name) -> Searches.vector(name, 1, 0)).toList());
			assertThat(Searches.ids(store.search(Searches.dense(new float[] { 1, 0 }, 100, false))))
				.containsExactlyInAnyOrderElementsOf(HOSTILE);
			assertThat(store.find(HOSTILE)).hasSameSizeAs(HOSTILE);
			assertThat(store.delete(HOSTILE)).isEqualTo(HOSTILE.size());
		}
	}

	@Test
	void namesThatCannotBeStoredAreRefusedAtOnce() {
		PgVectorStoreBuilder builder = PgVectorStore.builder();
		for (String name : List.of("\u0000", "a\u0000b", "\uD83D", "\uDE00", "a".repeat(201), "\u20ac".repeat(67))) {
			assertThatThrownBy(() -> builder.collection(name)).isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("The name of the collection has");
			assertThatThrownBy(() -> builder.tenant(name)).isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("The name of the tenant has");
		}
		assertThatThrownBy(() -> builder.collection(" ")).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("blank");
	}

	@Test
	void theLongestNamesWork() {
		String longest = "\u20ac".repeat(66) + "ab";
		try (PgVectorStore store = open(longest, longest)) {
			store.upsert(List.of(Searches.vector("a", 1, 0)));
			assertThat(store.count()).isOne();
		}
	}

	@Test
	void collectionsWhoseNamesEndLikeAModelHaveTablesOfTheirOwn() {
		EmbeddingSpace plain = new EmbeddingSpace("b", 2, SimilarityFunction.COSINE);
		EmbeddingSpace broken = new EmbeddingSpace("a\nb", 2, SimilarityFunction.COSINE);
		try (PgVectorStore first = this.server.builder().collection("c\na").space(plain).open();
				PgVectorStore second = this.server.builder().collection("c").space(broken).open()) {
			first.upsert(List.of(Searches.vector("first", 1, 0)));
			assertThat(second.search(Searches.dense(new float[] { 1, 0 }, 5, false))).isEmpty();
		}
	}

	@Test
	void aHostileNameOfAModelIsStoredOrRefused() {
		for (String name : HOSTILE) {
			EmbeddingSpace space = new EmbeddingSpace(name, 2, SimilarityFunction.COSINE);
			this.server.builder().collection(name).space(space).revision(name).open().close();
			assertThat(this.server.builder().collection(name).openAsRecorded().space()).isEqualTo(space);
		}
		EmbeddingSpace nul = new EmbeddingSpace("a\u0000", 2, SimilarityFunction.COSINE);
		assertThatThrownBy(() -> this.server.builder().space(nul).open()).isInstanceOf(StoreException.class);
	}

	private PgVectorStore open(String collection, String tenant) {
		return this.server.builder()
			.collection(collection)
			.tenant(tenant)
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.open();
	}

}
