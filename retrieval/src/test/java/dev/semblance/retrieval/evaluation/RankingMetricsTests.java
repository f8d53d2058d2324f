package dev.semblance.retrieval.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RankingMetricsTests {

	@ParameterizedTest
	@MethodSource("queries")
	void everyMeasureIsThatOfTrecEval(JsonNode query) {
		RankingMetrics metrics = metrics(query);
		JsonNode expected = query.get("trec_eval");
		assertThat(metrics.ndcg(10)).isCloseTo(expected.get("ndcg_cut_10").doubleValue(), within(1e-12));
		assertThat(metrics.reciprocalRank(10)).isCloseTo(expected.get("recip_rank_10").doubleValue(), within(1e-12));
		assertThat(metrics.reciprocalRank(1000)).isCloseTo(expected.get("recip_rank").doubleValue(), within(1e-12));
		assertThat(metrics.averagePrecision(10)).isCloseTo(expected.get("map_cut_10").doubleValue(), within(1e-12));
		assertThat(metrics.recall(10)).isCloseTo(expected.get("recall_10").doubleValue(), within(1e-12));
		assertThat(metrics.precision(10)).isCloseTo(expected.get("P_10").doubleValue(), within(1e-12));
	}

	@Test
	void anEmptyRankingMeasuresZero() {
		RankingMetrics metrics = new RankingMetrics(List.of(), Map.of("a", 1));
		assertThat(Stream.of(metrics.ndcg(10), metrics.reciprocalRank(10), metrics.averagePrecision(10),
				metrics.recall(10), metrics.precision(10)))
			.containsOnly(0.0);
	}

	@Test
	void aQueryWithoutJudgmentsMeasuresZero() {
		RankingMetrics metrics = new RankingMetrics(List.of("a"), Map.of());
		assertThat(Stream.of(metrics.ndcg(10), metrics.reciprocalRank(10), metrics.averagePrecision(10),
				metrics.recall(10), metrics.precision(10)))
			.containsOnly(0.0);
	}

	@Test
	void aNegativeGradeCountsAsNotRelevant() {
		RankingMetrics metrics = new RankingMetrics(List.of("bad", "good"), Map.of("bad", -2, "good", 1));
		RankingMetrics unjudged = new RankingMetrics(List.of("bad", "good"), Map.of("good", 1));
		assertThat(metrics.ndcg(10)).isEqualTo(unjudged.ndcg(10)).isPositive();
		assertThat(metrics.recall(10)).isEqualTo(1);
	}

	@Test
	void thePerfectRankingMeasuresOne() {
		RankingMetrics metrics = new RankingMetrics(List.of("a", "b", "c"), Map.of("a", 3, "b", 2, "c", 0));
		assertThat(metrics.ndcg(10)).isEqualTo(1);
		assertThat(metrics.averagePrecision(10)).isEqualTo(1);
		assertThat(metrics.reciprocalRank(10)).isEqualTo(1);
	}

	private static Stream<JsonNode> queries() {
		return MetricsFixture.queries();
	}

	private static RankingMetrics metrics(JsonNode query) {
		Map<String, Integer> grades = new HashMap<>();
		query.get("qrels")
			.properties()
			.forEach((judgment) -> grades.put(judgment.getKey(), judgment.getValue().intValue()));
		return new RankingMetrics(query.get("ranking").valueStream().map(JsonNode::stringValue).toList(), grades);
	}

}
