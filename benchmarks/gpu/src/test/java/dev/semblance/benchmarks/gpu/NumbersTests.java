package dev.semblance.benchmarks.gpu;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NumbersTests {

	@Test
	void theSlopeIsThatOfTheLineNearestToAllPoints() {
		assertThat(Numbers.slope(new double[] { 0, 20, 40, 60 }, new double[] { 100, 90, 130, 120 })).isCloseTo(0.5,
				within(1e-12));
		assertThat(Numbers.slope(new double[] { 0, 20, 40 }, new double[] { 7, 7, 7 })).isZero();
	}

	@Test
	void aPercentileIsOneOfTheValues() {
		double[] values = { 5, 1, 4, 2, 3 };
		assertThat(Numbers.percentile(values, 50)).isEqualTo(3);
		assertThat(Numbers.percentile(values, 99)).isEqualTo(5);
		assertThat(Numbers.median(new double[] { 4, 1, 3, 2 })).isEqualTo(2.5);
	}

	@Test
	void aBrokenVectorIsTheLeastAlike() {
		List<float[]> good = List.of(new float[] { 1, 0 }, new float[] { 3, 4 });
		List<float[]> broken = List.of(new float[] { Float.NaN, 0 }, new float[] { 4, 3 });
		assertThat(Numbers.least(Numbers.cosines(good, good))).isEqualTo(1);
		assertThat(Numbers.least(Numbers.cosines(good, broken))).isNaN();
	}

}
