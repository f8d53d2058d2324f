package dev.semblance.encoders.internal.transformer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunCostTests {

	@Test
	void aRunCostsAsMuchAsTheTokensThatTakeThatLong() {
		RunCost cost = RunCost.of(1_400_000, 8_400_000, 32_000);
		assertThat(cost.inTokens(32_768)).isEqualTo(6400);
		assertThat(cost.tokensWithin(100_000_000)).isEqualTo(450_742);
	}

	@Test
	void noMoreThanHalfOfABatchIsPadding() {
		assertThat(RunCost.of(5_000_000, 5_100_000, 1000).inTokens(4096)).isEqualTo(2048);
	}

	@Test
	void measurementsThatContradictEachOtherGiveNumbersAllTheSame() {
		RunCost cost = RunCost.of(2_000_000, 1_000_000, 32_000);
		assertThat(cost.inTokens(1000)).isEqualTo(500);
		assertThat(cost.tokensWithin(1000)).isEqualTo(1);
	}

}
