package dev.semblance.retrieval.bm25;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.WeightedTerm;
import dev.semblance.retrieval.SparseSpace;
import org.apache.lucene.util.BytesRef;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class Bm25EncoderTests {

	private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

	private final Bm25Encoder encoder = new Bm25Encoder(
			new CorpusStatisticsBuilder("english").add("fox", 3).add("dog", 1).build(10, 40));

	@AfterEach
	void closeEncoder() {
		this.encoder.close();
	}

	@Test
	void aQueryHoldsTheInverseDocumentFrequencyTimesTheCount() {
		SparseVector vector = this.encoder.encodeQuery("foxes, fox");
		assertThat(vector.indices()).containsExactly(622_379_565);
		assertThat(vector.values()[0]).isCloseTo((float) (2 * Math.log(1 + 7.5 / 3.5)), ROUNDING);
	}

	@Test
	void aDocumentHoldsTheSaturatedCountAgainstItsLength() {
		SparseVector vector = this.encoder.encodeDocuments(List.of("The fox, the fox and the foxes of dogs")).get(0);
		assertThat(this.encoder.decode(vector, 1)).singleElement().satisfies((term) -> {
			assertThat(term.term()).isEqualTo("fox");
			assertThat(term.weight()).isCloseTo(3 / (3 + 1.2f), ROUNDING);
		});
	}

	@Test
	void aTermIsHashedToTheSameDimensionForever() {
		try (Bm25Encoder standard = new Bm25Encoder(CorpusStatistics.assuming("standard", 4))) {
			assertThat(standard.encodeQuery("Fox HELLO straße").indices()).containsExactly(142_760_889, 487_920_464,
					622_379_565);
		}
	}

	@Test
	void aTermThatNoDocumentHasIsWeighedAsIfOneHadIt() {
		assertThat(this.encoder.encodeQuery("cat").values()).isEqualTo(this.encoder.encodeQuery("dog").values());
	}

	@Test
	void withoutDocumentsAllTermsWeighTheSame() {
		try (Bm25Encoder assuming = new Bm25Encoder(CorpusStatistics.assuming("english", 10))) {
			assertThat(assuming.encodeQuery("fox dog").values()).hasSize(2).containsOnly((float) Math.log(4.0 / 3));
			assertThat(assuming.encodeDocuments(List.of("fox")).get(0).values())
				.containsExactly((float) (1 / (1 + 1.2f * (0.25 + 0.75 * 0.1))));
		}
	}

	@Test
	void aPlainTextIsTakenForADocument() {
		SparseVector plain = this.encoder.encode(List.of("fox dog"), TextRole.PLAIN).vectors().get(0);
		assertThat(plain.values()).isEqualTo(this.encoder.encodeDocuments(List.of("fox dog")).get(0).values());
	}

	@Test
	void theLargestTermsAreNamedFirstAndUnknownOnesByTheirDimension() {
		SparseVector vector = this.encoder.encodeQuery("fox fox fox dog cat cat cat");
		assertThat(this.encoder.decode(vector, 2)).extracting(WeightedTerm::term).containsExactly("#407784888", "fox");
		assertThat(this.encoder.decode(vector, 9)).hasSize(3).last().extracting(WeightedTerm::term).isEqualTo("dog");
	}

	@Test
	void noTermsCannotBeAskedFor() {
		SparseVector vector = this.encoder.encodeQuery("fox");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.encoder.decode(vector, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u0000", "\uD800", "\uDC00\uD800", "\u202Eabc", "the of", "\uD83E\uDD8A" })
	void anyTextGivesAVectorOfFiniteWeights(String text) {
		for (TextRole role : TextRole.values()) {
			SparseEncoding encoding = this.encoder.encode(List.of(text), role);
			assertThat(encoding.vectors()).singleElement()
				.satisfies((vector) -> assertThat(vector.dimensions()).isEqualTo(1_000_000_000));
		}
	}

	@Test
	void aTextOfOneEndlessWordGivesAVector() {
		SparseEncoding encoding = this.encoder.encode(List.of("x".repeat(1_000_000)), TextRole.DOCUMENT);
		assertThat(encoding.vectors().get(0).activeDimensions()).isPositive();
	}

	@Test
	void termsBeyondTheLimitAreCutAndCounted() {
		String text = IntStream.range(0, 20_000).mapToObj((i) -> "w" + i).collect(Collectors.joining(" "))
				+ " w7 w19999";
		SparseEncoding encoding = this.encoder.encode(List.of(text, "fox"), TextRole.DOCUMENT);
		assertThat(encoding.usage()).isEqualTo(new TokenUsage(20_003, 1));
		SparseVector vector = encoding.vectors().get(0);
		assertThat(vector.activeDimensions()).isEqualTo(Bm25Encoder.MAX_ACTIVE_DIMENSIONS);
		assertThat(vector.dot(this.encoder.encodeQuery("w7"))).isPositive();
		assertThat(vector.dot(this.encoder.encodeQuery("w19999"))).isPositive();
	}

	@Test
	void termsThatShareADimensionAreOne() {
		List<String> pair = collision();
		try (CorpusStatisticsCollector collector = new CorpusStatisticsCollector("standard")) {
			pair.forEach(collector::add);
			collector.add("other");
			CorpusStatistics statistics = collector.finish();
			assertThat(statistics.activeDimensions()).isEqualTo(2);
			try (Bm25Encoder standard = new Bm25Encoder(statistics)) {
				SparseVector vector = standard.encodeQuery(String.join(" ", pair));
				assertThat(vector.activeDimensions()).isOne();
				assertThat(statistics.documentFrequency(vector.indices()[0])).isEqualTo(2);
				assertThat(statistics.term(vector.indices()[0])).isIn(pair);
				assertThat(vector.values()[0]).isCloseTo((float) (2 * Math.log(1 + 1.5 / 2.5)), ROUNDING);
			}
		}
	}

	@Test
	void aPromptOfTheCallersOwnIsPutBeforeTheText() {
		assertThat(this.encoder.encode(List.of("dog"), TextRole.QUERY, Prompt.text("fox ")).vectors().get(0).indices())
			.isEqualTo(this.encoder.encodeQuery("fox dog").indices());
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.encoder.encode(List.of("dog"), TextRole.QUERY, Prompt.named("clustering")))
			.withMessageContaining("no prompt 'clustering'");
	}

	@Test
	void theModelNamesTheAnalysisAndNotTheStatistics() {
		assertThat(SparseSpace.of(this.encoder.model())).isEqualTo(Bm25Encoder.space("english"))
			.hasToString("bm25-english (1000000000 dimensions, sparse)");
		assertThat(this.encoder.model().version()).as("BM25 is not made of files").isEqualTo(ModelVersion.UNKNOWN);
		assertThat(Bm25Encoder.space("german")).isNotEqualTo(Bm25Encoder.space("english"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Bm25Encoder.space("klingon"))
			.withMessageContaining("Unknown language 'klingon'");
	}

	@Test
	void concurrentCallersGetTheSameVectors() {
		String text = IntStream.range(0, 300).mapToObj((i) -> "word" + i % 70).collect(Collectors.joining(" "));
		SparseVector alone = this.encoder.encodeQuery(text);
		List<SparseVector> together = IntStream.range(0, 200)
			.parallel()
			.mapToObj((i) -> this.encoder.encodeQuery(text))
			.toList();
		assertThat(together).allSatisfy((vector) -> {
			assertThat(vector.indices()).isEqualTo(alone.indices());
			assertThat(vector.values()).isEqualTo(alone.values());
		});
	}

	@Test
	void aClosedEncoderIsRefusedAndMayBeClosedAgain() {
		this.encoder.close();
		this.encoder.close();
		assertThatIllegalStateException().isThrownBy(() -> this.encoder.encodeQuery("fox"));
	}

	/** By the birthday paradox two of 100,000 words share one of a billion dimensions. */
	private static List<String> collision() {
		Map<Integer, String> seen = new HashMap<>();
		for (int i = 0; i < 1_000_000; i++) {
			String word = "w" + i;
			String other = seen.put(TermDimensions.of(new BytesRef(word)), word);
			if (other != null) {
				return List.of(other, word);
			}
		}
		throw new AssertionError("No two words share a dimension.");
	}

}
