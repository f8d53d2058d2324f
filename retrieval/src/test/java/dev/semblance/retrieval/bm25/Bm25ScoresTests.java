package dev.semblance.retrieval.bm25;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.internal.analysis.Languages;
import org.apache.lucene.util.SmallFloat;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Inner products against what Lucene scores. Lucene keeps a document's length exactly up
 * to 39 terms and rounds longer ones down.
 */
class Bm25ScoresTests {

	private static final int EXACT_LENGTH = 39;

	private static final Offset<Double> ROUNDING = Offset.offset(1e-5);

	private final Random random = new Random(42);

	@Test
	void shortDocumentsAreScoredAsByLucene() throws IOException {
		List<String> texts = texts(500, EXACT_LENGTH);
		assertScoresEqual("standard", texts, texts(50, 12));
	}

	@Test
	void longDocumentsAreScoredAsByLuceneButForItsRoundedLengths() throws IOException {
		List<String> texts = texts(200, 3000);
		CorpusStatistics statistics = statistics("standard", texts);
		Bm25Weights weights = new Bm25Weights(statistics);
		try (LuceneBm25 lucene = new LuceneBm25("standard", texts); Bm25Encoder encoder = new Bm25Encoder(statistics)) {
			List<SparseVector> vectors = encoder.encodeDocuments(texts);
			for (String word : List.of("w1", "w2", "w7", "w90")) {
				double inQuery = encoder.encodeQuery(word).values()[0];
				Map<Integer, Float> scores = lucene.scores(word);
				assertThat(scores).isNotEmpty();
				scores.forEach((number, score) -> {
					List<String> words = List.of(texts.get(number).split(" "));
					int count = (int) words.stream().filter(word::equals).count();
					int rounded = SmallFloat.byte4ToInt(SmallFloat.intToByte4(words.size()));
					assertThat(inQuery * weights.inDocument(count, rounded)).isCloseTo(score, ROUNDING);
					assertThat(encoder.encodeQuery(word).dot(vectors.get(number)))
						.isCloseTo(inQuery * weights.inDocument(count, words.size()), ROUNDING);
				});
			}
		}
	}

	@ParameterizedTest
	@MethodSource("languages")
	void everyLanguageIsAnalyzedAndScoredAsByLucene(String language) throws IOException {
		List<String> texts = List.of("The foxes were running, running & running. Foxes? Wi-Fi at 3.5 GHz!",
				"Die Häuser der Stadt am Fluß", "l'amour des maisons rouges et l'eau", "東京都に住んでいます 한국어 뉴스",
				"מה שלום العربية والكتاب фокус лисицы Ελληνικά", "สวัสดีชาวโลก हिन्दी में लिखा है", "fox", "",
				"\uD800 emoji \uD83E\uDD8A");
		assertScoresEqual(language, texts, texts);
	}

	private static Stream<String> languages() {
		return Languages.names().stream();
	}

	private static void assertScoresEqual(String language, List<String> texts, List<String> queries)
			throws IOException {
		CorpusStatistics statistics = statistics(language, texts);
		try (LuceneBm25 lucene = new LuceneBm25(language, texts); Bm25Encoder encoder = new Bm25Encoder(statistics)) {
			List<SparseVector> vectors = encoder.encodeDocuments(texts);
			for (String query : queries) {
				SparseVector queryVector = encoder.encodeQuery(query);
				Map<Integer, Float> scores = lucene.scores(query);
				for (int i = 0; i < vectors.size(); i++) {
					double expected = scores.getOrDefault(i, 0f);
					assertThat(queryVector.dot(vectors.get(i))).isCloseTo(expected,
							Offset.offset(1e-6 * Math.max(1, expected)));
				}
			}
		}
	}

	private static CorpusStatistics statistics(String language, List<String> texts) {
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector(language)) {
			texts.forEach(collector::add);
			return collector.finish();
		}
	}

	/** Words of a distribution that resembles that of a language: few are frequent. */
	private List<String> texts(int count, int longest) {
		return IntStream.range(0, count)
			.mapToObj((i) -> IntStream.range(0, 1 + this.random.nextInt(longest))
				.mapToObj((j) -> "w" + (int) Math.pow(2000, this.random.nextDouble()))
				.collect(Collectors.joining(" ")))
			.toList();
	}

}
