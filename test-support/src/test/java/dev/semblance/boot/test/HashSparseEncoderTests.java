package dev.semblance.boot.test;

import dev.semblance.encoders.SparseVector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HashSparseEncoder}.
 */
class HashSparseEncoderTests {

	private final HashSparseEncoder encoder = new HashSparseEncoder();

	@Test
	void textsHaveInCommonTheWordsTheyShare() {
		SparseVector query = this.encoder.encodeQuery("garbage collector");
		assertThat(query.intersection(this.encoder.encodeQuery("The Collector")).activeDimensions()).isEqualTo(1);
		assertThat(query.dot(this.encoder.encodeQuery("something else"))).isZero();
	}

	@Test
	void wordsThatAreThereMoreOftenWeighMore() {
		SparseVector vector = this.encoder.encodeQuery("one two two");
		assertThat(this.encoder.decode(vector, 1)).singleElement()
			.satisfies((term) -> assertThat(term.weight()).isEqualTo((float) Math.log1p(2)));
	}

	@Test
	void aTextWithoutWordsHasAnEmptyVector() {
		assertThat(this.encoder.encodeQuery("...").activeDimensions()).isZero();
	}

}
