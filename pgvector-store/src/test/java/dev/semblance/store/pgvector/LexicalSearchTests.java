package dev.semblance.store.pgvector;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.store.Searches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LexicalSearchTests {

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void everyWordIsOptionalAndMoreOfThemAreBetter() {
		try (PgVectorStore store = this.server.builder().open()) {
			store.upsert(List.of(Searches.text("fox", "a fox"), Searches.text("both", "a fox and a dog"),
					Searches.text("often", "a fox, a fox and a fox"), Searches.text("none", "a cat")));
			assertThat(Searches.ids(store.search(Searches.lexical("Is there a dog or a fox?", 5)))).startsWith("both")
				.containsExactlyInAnyOrder("both", "fox", "often");
			assertThat(Searches.ids(store.search(Searches.lexical("dogs", 5)))).containsExactly("both");
			assertThat(store.search(Searches.lexical("fox", 5))).allMatch((candidate) -> candidate.score() > 0);
			store.upsert(List.of(Searches.text("once", "fox cat cat cat"), Searches.text("thrice", "fox fox fox cat")));
			assertThat(Searches.ids(store.search(Searches.lexical("fox", 5)))).containsSubsequence("thrice", "once");
		}
	}

	@Test
	void theSameWordsCountMoreInAShorterText() {
		try (PgVectorStore store = this.server.builder().open()) {
			store
				.upsert(List.of(Searches.text("long", "fox " + words(200)), Searches.text("short", "fox word1 word2")));
			assertThat(Searches.ids(store.search(Searches.lexical("fox", 5)))).containsExactly("short", "long");
		}
	}

	@Test
	void englishStemsAndStandardDoesNot() {
		try (PgVectorStore store = this.server.builder().open()) {
			store.upsert(List.of(Searches.text("a", "running foxes")));
			assertThat(store.search(Searches.lexical("fox", 5))).hasSize(1);
		}
		try (TestStore other = new TestStore(); PgVectorStore store = other.builder().language("standard").open()) {
			store.upsert(List.of(Searches.text("a", "running the foxes")));
			assertThat(store.search(Searches.lexical("fox", 5))).isEmpty();
			assertThat(store.search(Searches.lexical("Foxes", 5))).hasSize(1);
			assertThat(store.search(Searches.lexical("the", 5))).hasSize(1);
		}
	}

	@Test
	void otherLanguagesHaveTheirOwnAnalysis() {
		try (PgVectorStore store = this.server.builder().language("german").open()) {
			store.upsert(List.of(Searches.text("a", "die H\u00e4user der Stadt")));
			assertThat(store.search(Searches.lexical("Haus", 5))).hasSize(1);
			assertThat(store.search(Searches.lexical("der die das", 5))).isEmpty();
		}
	}

	@Test
	void anyStringIsAQuery() {
		try (PgVectorStore store = this.server.builder().open()) {
			store.upsert(List.of(Searches.text("a", "hound")));
			for (String query : List.of("", " ", "the of and", "AND OR NOT", "text:fox~2 +(", "\"", "*:*", "[a TO",
					"\\", "\\'", "'", "''", "' | '", "a'b\\c", "& | ! <-> :*", "!fox", "!!", "fox:*A", "<2>", "()",
					"a:b:c", "\u0000", "\u0000\uD800\uDC00\uDC00", "\uD83E\uDD8A\uD83E\uDD8A", "\u202Eabc", "?", "??",
					"$1", "%s", "\uFFFF", "x".repeat(100_000), "http://a'b/c\\d?e=f", "/usr/'x'/y\\z", "<a href='x\\'>",
					"a@b.c'd", "'".repeat(3000), "\\".repeat(3001))) {
				assertThat(store.search(Searches.lexical(query, 5))).as(query).isEmpty();
			}
		}
	}

	@Test
	void operatorsOfTheServerAreNoOperatorsHere() {
		try (PgVectorStore store = this.server.builder().open()) {
			store.upsert(
					List.of(Searches.text("a", "hound"), Searches.text("b", "fox"), Searches.text("c", "foxglove")));
			for (String query : List.of("!hound & fox", "hound <-> fox", "hound\u0000fox", "'hound':* & (fox)",
					"hound | !fox", "\\hound\\ 'fox'")) {
				assertThat(Searches.ids(store.search(Searches.lexical(query, 5)))).as(query)
					.containsExactlyInAnyOrder("a", "b");
			}
		}
	}

	@Test
	void wordsWithQuotesAndBackslashesAreFoundAsTheyAre() {
		String odd = "http://example.org/it's/a\\path?x='y' C:\\Users\\o'neill";
		try (PgVectorStore store = this.server.builder().open()) {
			store.upsert(List.of(Searches.text("a", odd), Searches.text("b", "something else")));
			assertThat(Searches.ids(store.search(Searches.lexical(odd, 5)))).containsExactly("a");
		}
	}

	@Test
	void aQueryMayBeAsLongAsADocument() {
		// As many different words as fit.
		String longest = IntStream.range(0, 100_000)
			.mapToObj((i) -> Integer.toString(i, Character.MAX_RADIX))
			.collect(Collectors.joining(" "))
			.substring(0, 99_990) + " fox";
		try (PgVectorStore store = this.server.builder().open()) {
			store.upsert(List.of(Searches.text("a", "fox"), Searches.text("b", "zz")));
			assertThat(Searches.ids(store.search(Searches.lexical(longest, 5)))).containsExactlyInAnyOrder("a", "b");
			assertThat(Searches.ids(store.search(Searches.lexical("fox ".repeat(25_000), 5)))).containsExactly("a");
			assertThatThrownBy(() -> store.search(Searches.lexical("x".repeat(100_001), 5)))
				.isInstanceOf(InvalidInputException.class)
				.hasMessageContaining("100001 characters");
		}
	}

	@Test
	void equalScoresAreInTheOrderOfTheirIdsWhateverTheOrderOfWriting() {
		List<String> ids = new ArrayList<>(IntStream.range(0, 40).mapToObj("d%02d"::formatted).toList());
		ids.add("\uFFFD");
		ids.add("\uD83D\uDE00");
		Collections.shuffle(ids, new Random(1));
		try (PgVectorStore store = this.server.builder().open()) {
			ids.forEach((id) -> store.upsert(List.of(Searches.text(id, "word"))));
			List<Candidate> found = store.search(Searches.lexical("word", 50));
			assertThat(Searches.ids(found)).isEqualTo(ids.stream()
				.sorted(Comparator.comparing((id) -> id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
				.toList());
		}
	}

	private static String words(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "word" + i).collect(Collectors.joining(" "));
	}

}
