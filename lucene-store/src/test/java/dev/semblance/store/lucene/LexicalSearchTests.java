package dev.semblance.store.lucene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.bm25.Bm25Encoder;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.Searches;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LexicalSearchTests {

	@Test
	void scoresAreBm25() {
		try (LuceneStore store = LuceneStore.builder().language("standard").open()) {
			store.upsert(List.of(Searches.text("a", "fox fox"), Searches.text("b", "dog"), Searches.text("c", "cat")));
			double idf = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
			double averageLength = 4.0 / 3;
			double expected = idf * 2 / (2 + Bm25Encoder.K1 * (1 - Bm25Encoder.B + Bm25Encoder.B * 2 / averageLength));
			List<Candidate> candidates = store.search(Searches.lexical("fox", 5));
			assertThat(Searches.ids(candidates)).containsExactly("a");
			assertThat(candidates.get(0).score()).isCloseTo(expected, Offset.offset(1e-6));
		}
	}

	@Test
	void everyWordIsOptionalAndRepeatedOnesCountAsOften() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(Searches.text("fox", "fox"), Searches.text("dog", "dog")));
			assertThat(Searches.ids(store.search(Searches.lexical("fox dog dog", 5)))).containsExactly("dog", "fox");
			assertThat(Searches.ids(store.search(Searches.lexical("fox fox dog", 5)))).containsExactly("fox", "dog");
			double once = store.search(Searches.lexical("fox", 5)).get(0).score();
			double thrice = store.search(Searches.lexical("fox fox fox", 5)).get(0).score();
			assertThat(thrice).isCloseTo(3 * once, Offset.offset(1e-6));
		}
	}

	@Test
	void englishStemsAndStandardDoesNot() {
		try (LuceneStore english = LuceneStore.builder().open();
				LuceneStore standard = LuceneStore.builder().language("standard").open()) {
			english.upsert(List.of(Searches.text("a", "running foxes")));
			standard.upsert(List.of(Searches.text("a", "running foxes")));
			assertThat(english.search(Searches.lexical("fox", 5))).hasSize(1);
			assertThat(standard.search(Searches.lexical("fox", 5))).isEmpty();
			assertThat(standard.search(Searches.lexical("Foxes", 5))).hasSize(1);
		}
	}

	@Test
	void otherLanguagesHaveTheirOwnAnalysis() {
		try (LuceneStore store = LuceneStore.builder().language("german").open()) {
			store.upsert(List.of(Searches.text("a", "die Häuser der Stadt")));
			assertThat(store.search(Searches.lexical("Haus", 5))).hasSize(1);
			assertThat(store.search(Searches.lexical("der die das", 5))).isEmpty();
		}
	}

	@Test
	void anUnknownLanguageIsRefusedWithTheKnownOnes() {
		assertThatThrownBy(() -> LuceneStore.builder().language("klingon").open())
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("klingon")
			.hasMessageContaining("english")
			.hasMessageContaining("standard");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "the of and", "AND OR NOT", "text:fox~2 +(", "\"", "*:*", "[a TO", "\\",
			"\u0000\uD800\uDC00\uDC00", "🦊🦊", "\u202Eabc" })
	void anyStringIsAQuery(String query) {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(Searches.text("a", "hound")));
			assertThat(store.search(Searches.lexical(query, 5))).isEmpty();
		}
	}

	@Test
	void queryOperatorsAreWordsLikeOthers() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(Searches.text("a", "hound"), Searches.text("b", "fox")));
			assertThat(Searches.ids(store.search(Searches.lexical("-hound +fox*", 5)))).containsExactly("a", "b");
		}
	}

	@Test
	void aLongQueryIsCutAndNotRefused() {
		String words = IntStream.range(0, 50_000).mapToObj((i) -> "word" + i).collect(Collectors.joining(" "));
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(
					List.of(Searches.text("a", "word0"), Searches.text("b", "word" + (LexicalLeg.MAX_QUERY_WORDS - 1)),
							Searches.text("c", "word" + LexicalLeg.MAX_QUERY_WORDS)));
			MetadataFilter all = MetadataFilter.and();
			assertThat(Searches.ids(store.search(Searches.lexical(words, 5, all)))).containsExactly("a", "b");
			assertThat(store.search(Searches.lexical("x".repeat(1_000_000), 5))).isEmpty();
		}
	}

	@Test
	void hugeTextsWithoutBlanksAreTaken() {
		try (LuceneStore store = LuceneStore.builder().open()) {
			store.upsert(List.of(Searches.text("a", "x".repeat(1_000_000) + " fox")));
			assertThat(store.search(Searches.lexical("fox", 5))).hasSize(1);
		}
	}

	@Test
	void equalScoresAreInTheOrderOfTheirIdsWhateverTheOrderOfWriting() {
		List<String> ids = new ArrayList<>(IntStream.range(0, 40).mapToObj("d%02d"::formatted).toList());
		ids.add("\uFFFF");
		ids.add("\uD83D\uDE00");
		Collections.shuffle(ids, new Random(1));
		try (LuceneStore store = LuceneStore.builder().open()) {
			for (String id : ids) {
				store.upsert(List.of(Searches.text(id, "word")));
			}
			List<String> sorted = ids.stream().sorted().toList();
			assertThat(Searches.ids(store.search(Searches.lexical("word", 50)))).isEqualTo(sorted);
			assertThat(Searches.ids(store.search(Searches.lexical("word", 5)))).isEqualTo(sorted.subList(0, 5));
		}
	}

}
