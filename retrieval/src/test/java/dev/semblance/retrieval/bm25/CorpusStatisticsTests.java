package dev.semblance.retrieval.bm25;

import dev.semblance.encoders.InvalidInputException;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CorpusStatisticsTests {

	@Test
	void documentsTermsAndLengthsAreCounted() {
		CorpusStatistics statistics = collected("the fox and the foxes", "a fox, a dog", "dog");
		assertThat(statistics.language()).isEqualTo("english");
		assertThat(statistics.documents()).isEqualTo(3);
		assertThat(statistics.averageLength()).isEqualTo(5.0 / 3);
		assertThat(statistics.activeDimensions()).isEqualTo(2);
		assertThat(statistics.documentFrequency(dimension("fox"))).isEqualTo(2);
		assertThat(statistics.documentFrequency(dimension("dog"))).isEqualTo(2);
		assertThat(statistics).hasToString("3 documents of 1.7 terms on average, 2 different terms (english)");
	}

	@Test
	void aTextWithoutTermsDoesNotCount() {
		CorpusStatistics statistics = collected("fox", "", "the", "\uD800");
		assertThat(statistics.documents()).isOne();
		assertThat(statistics.averageLength()).isOne();
	}

	@Test
	void aTermThatNoDocumentHasIsUnknown() {
		CorpusStatistics statistics = collected("fox");
		assertThat(statistics.documentFrequency(dimension("cat"))).isZero();
		assertThat(statistics.term(dimension("cat"))).isNull();
		assertThat(statistics.term(dimension("fox"))).isEqualTo("fox");
	}

	@Test
	void countedTermsGiveTheSameStatisticsAsTheirTexts() {
		CorpusStatistics counted = new CorpusStatisticsBuilder("english").add("dog", 1)
			.add("fox", 1)
			.add("dog", 1)
			.build(3, 5);
		CorpusStatistics collected = collected("the fox and the foxes", "a dog", "dog dog");
		assertThat(counted).usingRecursiveComparison()
			.comparingOnlyFields("language", "documents", "averageLength", "dimensions", "documentFrequencies")
			.isEqualTo(collected);
	}

	@Test
	void statisticsOfNothingAreRefusedAndMayBeAssumed() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> collected("", "the"))
			.withMessageContaining("0 terms in 0 documents")
			.withMessageContaining("assume");
		CorpusStatistics assumed = CorpusStatistics.assuming("english", 120);
		assertThat(assumed.documents()).isZero();
		assertThat(assumed.averageLength()).isEqualTo(120);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.POSITIVE_INFINITY })
	void anAssumedLengthThatIsNoneIsRefused(double length) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> CorpusStatistics.assuming("english", length));
	}

	@Test
	void anUnknownLanguageIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new CorpusStatisticsCollector("klingon"))
			.withMessageContaining("Unknown language 'klingon'");
	}

	@Test
	void noMoreDocumentsHaveATermThanThereAre() {
		CorpusStatistics statistics = new CorpusStatisticsBuilder("english").add("fox", 5).build(3, 5);
		assertThat(statistics.documentFrequency(dimension("fox"))).isEqualTo(3);
	}

	private static CorpusStatistics collected(String... texts) {
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector("english")) {
			for (String text : texts) {
				collector.add(text);
			}
			return collector.finish();
		}
	}

	private static int dimension(String term) {
		return TermDimensions.of(new BytesRef(term));
	}

}
