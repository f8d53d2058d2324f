package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.graph.GraphFiles;
import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.WeightReader;
import dev.semblance.encoders.internal.onnx.OnnxBuilder;
import dev.semblance.encoders.internal.runtime.ProbeSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A graph is handed out only if it gives what it gave before.
 */
class RefusedRewritingTests {

	private static final OptimizationTarget TARGET = new OptimizationTarget(ModelPrecision.FP32, false, false, false);

	private final TransformerParts parts = TransformerParts.create();

	private final String input = this.parts.words();

	@TempDir
	private Path folder;

	@Test
	void attentionThatIsAnOutputIsSeenAndFused() throws IOException {
		String scores = this.parts.node("Add", this.parts.scores(this.input), this.parts.padding());
		String attention = this.parts.values(this.parts.softmax(scores), this.input);
		this.parts.output(attention).output(this.parts.projected(attention));
		assertThat(optimize(TransformerFusion::fuse).after()).containsEntry("MultiHeadAttention", 1);
	}

	@Test
	void aProjectionThatIsTheSameForAllTextsIsRefused() {
		String places = this.parts.lookup(64, this.parts.node("Unsqueeze", this.parts.range(), this.parts.longs(0)));
		String skipped = this.parts.layerNormalization(this.input);
		String sum = this.parts.node("Add", this.parts.projected(places), skipped);
		this.parts.output(this.parts.layerNormalization(sum));
		assertRefused(TransformerFusion::fuse, "in place of");
	}

	@Test
	void aGraphThatOnceGaveNoNumbersIsRefused() {
		String zero = this.parts.node("Sub", this.input, this.input);
		this.parts.output(this.parts.node("Div", zero, zero));
		assertRefused(TransformerFusion::fuse, "gives NaN");
	}

	@Test
	void aGraphThatGivesWordsIsRefused() {
		this.parts.builder().output(this.parts.node("Cast", Map.of("to", 8), this.input), 8, "a", "b", 16);
		assertRefused(TransformerFusion::fuse, "something else than numbers");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 6, 7, 10, 11 })
	void anOutputOfAnyTypeThatDiffersIsRefused(int type) {
		String large = this.parts.node("Mul", this.input, this.parts.number(1000));
		String output = this.parts.node("Cast", Map.of("to", type), large);
		this.parts.builder().output(output, type, "a", "b", 16);
		assertRefused((fusion, batch, seen) -> {
			OnnxGraph graph = fusion.graph();
			GraphNode node = graph.nodes("Mul").get(0);
			graph.remove(node);
			graph.add(new GraphNode("", "", "Neg", List.of(node.input(0)), node.outputs(), Map.of()));
			return fusion.fuse(batch, seen);
		}, "once it is rewritten");
	}

	@Test
	void aGraphThatLosesAnOutputIsRefused() {
		this.parts.output(this.parts.node("Neg", this.input));
		assertRefused((fusion, batch, seen) -> {
			fusion.graph().nodes("Neg").forEach(fusion.graph()::remove);
			return fusion.fuse(batch, seen);
		}, "");
	}

	@Test
	void aGraphThatGoesInACircleIsRefused() {
		this.parts.output(this.parts.node("Neg", this.input));
		assertRefused((fusion, batch, seen) -> {
			GraphNode node = fusion.graph().nodes("Neg").get(0);
			fusion.graph().replaceInput(node, node.input(0), node.output());
			return fusion.fuse(batch, seen);
		}, "in a circle");
	}

	@Test
	void aModelWithAnInputNobodyKnowsIsRefused() {
		this.parts.builder().input("pixels", OnnxBuilder.FLOAT, 3, 224, 224);
		this.parts.output(this.parts.node("ReduceMean", "pixels")).output(this.parts.node("Neg", this.input));
		assertRefused(TransformerFusion::fuse, "");
	}

	private FusionReport optimize(TransformerOptimizer.Rewriting rewriting) throws IOException {
		return new TransformerOptimizer(ProbeSession::open, rewriting).optimize(this.parts.builder().file(),
				new WeightReader(null), "The model", TARGET, this.folder);
	}

	private void assertRefused(TransformerOptimizer.Rewriting rewriting, String complaint) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> optimize(rewriting))
			.withMessageContaining(complaint);
		assertThat(this.folder.resolve(GraphFiles.GRAPH)).doesNotExist();
	}

}
