package dev.semblance.retrieval.evaluation;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class CorrelationTests {

	@ParameterizedTest
	@MethodSource("correlations")
	void pearsonIsThatOfScipy(JsonNode correlation) {
		assertSame(Correlation.pearson(series(correlation, "x"), series(correlation, "y")), correlation.get("pearson"));
	}

	@ParameterizedTest
	@MethodSource("correlations")
	void spearmanIsThatOfScipy(JsonNode correlation) {
		assertSame(Correlation.spearman(series(correlation, "x"), series(correlation, "y")),
				correlation.get("spearman"));
	}

	@Test
	void noPairsHaveNoCorrelation() {
		assertThat(Correlation.spearman(new double[0], new double[0])).isNaN();
		assertThat(Correlation.pearson(new double[] { 1 }, new double[] { 2 })).isNaN();
	}

	@Test
	void seriesOfDifferentLengthsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Correlation.spearman(new double[2], new double[3]))
			.withMessageContaining("2 and 3 values");
	}

	private static Stream<JsonNode> correlations() {
		return MetricsFixture.correlations();
	}

	private static void assertSame(double actual, JsonNode expected) {
		if (expected.isNull()) {
			assertThat(actual).isNaN();
		}
		else {
			assertThat(actual).isCloseTo(expected.doubleValue(), within(1e-9));
		}
	}

	private static double[] series(JsonNode correlation, String name) {
		return correlation.get(name).valueStream().mapToDouble(JsonNode::doubleValue).toArray();
	}

}
