package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Families, ways to compute attention, exporters and operator sets, as
 * {@code tools/reference/record_exports.py} combines them.
 */
class ExportedGraphTests {

	private static final int LAYERS = 2;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@MethodSource("exports")
	void everyLayerIsFusedWhoeverExportedIt(String name) throws IOException {
		FusedModel model = FusedModel.of(name, this.folder);
		OnnxGraph graph = model.graph();
		assertThat(graph.nodes("Softmax")).isEmpty();
		assertThat(graph.nodes(AttentionFusion.OPERATOR)).hasSize(LAYERS);
		assertThat(graph.nodes(SkipLayerNormalizationFusion.OPERATOR)).hasSize(2 * LAYERS);
		assertThat(Stream.of("BiasGelu", "Gelu").mapToInt((gelu) -> graph.nodes(gelu).size()).sum()).isEqualTo(LAYERS);
		assertThat(graph.nodes("Erf")).isEmpty();
		// ModernBERT adds nothing to its words: places are turned into attention.
		boolean adds = !name.contains("modernbert");
		assertThat(graph.nodes(EmbeddingFusion.OPERATOR)).hasSize(adds ? 1 : 0);
		assertThat(graph.nodes(LayerNormalizationFusion.OPERATOR)).hasSize(adds ? 0 : 1);
	}

	@ParameterizedTest
	@MethodSource("exports")
	void paddingIsLeftOutByItsMaskAlone(String name) throws IOException {
		OnnxGraph graph = FusedModel.of(name, this.folder).graph();
		boolean local = name.contains("modernbert");
		boolean relative = name.contains("mpnet");
		assertThat(graph.nodes(AttentionFusion.OPERATOR))
			.filteredOn((attention) -> !attention.input(AttentionFusion.KEY_MASK_INPUT).isEmpty())
			.hasSize(local ? 1 : LAYERS);
		assertThat(graph.nodes(AttentionFusion.OPERATOR))
			.filteredOn((attention) -> !attention.input(AttentionFusion.SCORE_BIAS_INPUT).isEmpty())
			.hasSize(local ? 1 : relative ? LAYERS : 0);
	}

	@ParameterizedTest
	@MethodSource("exports")
	void theFusedGraphGivesTheSameOfAnyBatch(String name) throws IOException {
		FusedModel model = FusedModel.of(name, this.folder);
		OnnxGraph before = OnnxGraphReader.read(FusedModel.bytes(name));
		for (int[] lengths : new int[][] { { 11, 7, 4 }, { 36, 1, 20, 3, 3 }, { 5 }, { 24, 24 } }) {
			ProbeBatch batch = ProbeBatch.of(48, 1, 2, lengths);
			assertThat(new Deviation(2e-5, 0.999999).exceeded(batch, model.run(before, batch),
					model.run(model.graph(), batch)))
				.isEmpty();
		}
	}

	static List<String> exports() throws IOException {
		try (Stream<Path> files = Files.list(FusedModel.RESOURCES.resolve("exports"))) {
			return files.map((file) -> "exports/" + file.getFileName()).sorted().toList();
		}
	}

}
