package dev.semblance.encoders.internal.weights;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HalfFloatTests {

	private static final int INFINITY = 0x7c00;

	@Test
	void everyHalfIsItselfAfterARoundTrip() {
		for (int bits = 0; bits <= 0xffff; bits++) {
			float value = HalfFloat.toFloat((short) bits);
			int back = HalfFloat.of(value) & 0xffff;
			if (Float.isNaN(value)) {
				assertThat(Float.isNaN(HalfFloat.toFloat((short) back))).isTrue();
			}
			else {
				assertThat(back).isEqualTo(bits);
			}
		}
	}

	@Test
	void numbersBetweenTwoHalvesRoundToTheNearest() {
		for (int bits = 0; bits < INFINITY - 1; bits++) {
			float lower = HalfFloat.toFloat((short) bits);
			float upper = HalfFloat.toFloat((short) (bits + 1));
			float middle = (lower + upper) / 2;
			int even = ((bits & 1) == 0) ? bits : bits + 1;
			assertThat(HalfFloat.of(Math.nextDown(middle))).isEqualTo((short) bits);
			assertThat(HalfFloat.of(middle)).isEqualTo((short) even);
			assertThat(HalfFloat.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
			assertThat(HalfFloat.of(-middle)).isEqualTo((short) (even | 0x8000));
		}
	}

	@Test
	void whatIsNearerToInfinityBecomesInfinite() {
		assertThat(HalfFloat.toFloat(HalfFloat.of(Math.nextDown(65520f)))).isEqualTo(HalfFloat.MAX_VALUE);
		assertThat(HalfFloat.toFloat(HalfFloat.of(65520))).isEqualTo(Float.POSITIVE_INFINITY);
		assertThat(HalfFloat.toFloat(HalfFloat.of(-Float.MAX_VALUE))).isEqualTo(Float.NEGATIVE_INFINITY);
		assertThat(HalfFloat.toFloat(HalfFloat.of(Float.NEGATIVE_INFINITY))).isEqualTo(Float.NEGATIVE_INFINITY);
	}

	@Test
	void whatIsNearerToZeroBecomesZeroOfItsSign() {
		assertThat(HalfFloat.of(0x1p-25f)).isEqualTo((short) 0);
		assertThat(HalfFloat.of(Math.nextUp(0x1p-25f))).isEqualTo((short) 1);
		assertThat(HalfFloat.of(-Float.MIN_VALUE)).isEqualTo((short) 0x8000);
	}

	@Test
	void aNumberThatIsNoneStaysNone() {
		assertThat(HalfFloat.toFloat(HalfFloat.of(Float.NaN))).isNaN();
		assertThat(HalfFloat.toFloat(HalfFloat.of(Float.intBitsToFloat(0xff800001)))).isNaN();
	}

}
