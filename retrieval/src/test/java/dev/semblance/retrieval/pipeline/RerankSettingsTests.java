package dev.semblance.retrieval.pipeline;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RerankSettings}.
 */
class RerankSettingsTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 10_001, Integer.MAX_VALUE })
	void aDepthThatNoSearchReachesIsRefused(int depth) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RerankSettings.DEFAULT.withDepth(depth))
			.withMessage("The depth of reranking is %d. Use 1 to 10000; 100 is usual.".formatted(depth));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY })
	void aBlendThatIsNoShareIsRefused(double blend) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RerankSettings.DEFAULT.withBlend(blend))
			.withMessage("The blend of reranked and fused scores is %s. ".formatted(blend)
					+ "Use 0 (fused scores only) to 1 (the reranker only).");
	}

	@Test
	void theLimitsThemselvesAreTaken() {
		assertThat(RerankSettings.DEFAULT.withDepth(10_000).withBlend(0)).isEqualTo(new RerankSettings(10_000, 0));
		assertThat(RerankSettings.DEFAULT.withDepth(1).withBlend(1)).isEqualTo(new RerankSettings(1, 1));
	}

}
