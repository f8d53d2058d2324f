package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.internal.graph.OnnxGraph;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares with what ONNX Runtime's own optimizer, which is written in Python, makes of
 * the same files. {@code tools/reference/compare_fusions.py} records it.
 */
class FusionComparisonTests {

	private static final List<String> ATTENTION = List.of("Attention", AttentionFusion.OPERATOR);

	private static final List<String> GELU = List.of("BiasGelu", "Gelu", "FastGelu");

	/** The sum of two embeddings is fused there as that of two layers. */
	private static final List<String> SUMS = List.of(EmbeddingFusion.OPERATOR, SkipLayerNormalizationFusion.OPERATOR);

	private static final List<String> NORMALIZATIONS = List.of(EmbeddingFusion.OPERATOR,
			SkipLayerNormalizationFusion.OPERATOR, LayerNormalizationFusion.OPERATOR);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@MethodSource("models")
	void asMuchIsFusedAsByOnnxRuntimesOwnOptimizer(String name) throws IOException {
		JsonNode theirs = recorded().get(name);
		OnnxGraph ours = FusedModel.of(name, this.folder).graph();
		for (List<String> kind : List.of(ATTENTION, GELU, SUMS, NORMALIZATIONS, List.of(EmbeddingFusion.OPERATOR))) {
			int fused = kind.stream().mapToInt((operator) -> ours.nodes(operator).size()).sum();
			int fusedThere = kind.stream().mapToInt((operator) -> theirs.path(operator).asInt(0)).sum();
			assertThat(fused).as(kind.toString()).isGreaterThanOrEqualTo(fusedThere);
		}
	}

	static List<String> models() {
		List<String> models = new ArrayList<>(recorded().propertyNames());
		// Only what computes in single precision is fused.
		models.removeIf((name) -> name.contains("half-precision"));
		return models;
	}

	private static JsonNode recorded() {
		return JsonMapper.shared().readTree(FusedModel.RESOURCES.resolve("onnxruntime-fusions.json")).get("models");
	}

}
