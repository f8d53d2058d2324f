package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.internal.graph.GraphNode;
import dev.semblance.encoders.internal.graph.NodeAttribute;
import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.WeightReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnpaddingTests {

	@TempDir
	private Path folder;

	@Test
	void paddingIsRemovedOnceBehindTheEmbeddingAndRestoredOnceBeforeTheOutput() throws IOException {
		OnnxGraph graph = fused("bert-mean");
		assertThat(Unpadding.apply(graph)).isEmpty();
		assertThat(graph.nodes(AttentionFusion.OPERATOR)).isEmpty();
		assertThat(graph.nodes(Unpadding.ATTENTION)).hasSize(2);
		assertThat(graph.nodes(Unpadding.REMOVE)).singleElement()
			.satisfies((remove) -> assertThat(graph.producer(remove.input(0))).extracting(GraphNode::operator)
				.isEqualTo(EmbeddingFusion.OPERATOR));
		assertThat(graph.nodes(Unpadding.RESTORE)).singleElement().satisfies((restore) -> {
			assertThat(restore.output()).isEqualTo("last_hidden_state");
			assertThat(graph.producer(restore.input(0))).extracting(GraphNode::operator)
				.isEqualTo(SkipLayerNormalizationFusion.OPERATOR);
		});
		assertThat(graph.outputs()).containsExactly("last_hidden_state");
	}

	@Test
	void tokensAreCountedOnceAndWhereTextsBeginIsTheSameForAllLayers() throws IOException {
		OnnxGraph graph = fused("bert-mean");
		assertThat(Unpadding.apply(graph)).isEmpty();
		GraphNode remove = graph.nodes(Unpadding.REMOVE).get(0);
		assertThat(graph.producer(remove.input(1), "ReduceSum")).isNotNull();
		for (GraphNode attention : graph.nodes(Unpadding.ATTENTION)) {
			assertThat(attention.domain()).isEqualTo(GraphNode.CONTRIBUTED);
			assertThat(attention.inputs().subList(4, 6)).isEqualTo(remove.outputs().subList(1, 3));
			assertThat(attention.attributes()).containsOnlyKeys("num_heads", "scale");
		}
	}

	@Test
	void aRerankersFirstTokenIsTakenOfTheRestoredTexts() throws IOException {
		OnnxGraph graph = fused("cross-bert");
		assertThat(Unpadding.apply(graph)).isEmpty();
		GraphNode first = graph.nodes("Gather").get(0);
		assertThat(graph.producer(first.input(0))).extracting(GraphNode::operator).isEqualTo(Unpadding.RESTORE);
		assertThat(graph.nodes(Unpadding.RESTORE)).hasSize(1);
	}

	@Test
	void theLogitsOfAVocabularyAreComputedOfTokensAlone() throws IOException {
		OnnxGraph graph = fused("splade-max");
		assertThat(Unpadding.apply(graph)).isEmpty();
		assertThat(graph.nodes(Unpadding.RESTORE)).singleElement()
			.satisfies((restore) -> assertThat(restore.output()).isEqualTo("logits"));
	}

	@Test
	void whatIsAddedToTheScoresStays() throws IOException {
		OnnxGraph graph = fused("mpnet-mean");
		assertThat(Unpadding.apply(graph)).isEmpty();
		assertThat(graph.nodes(Unpadding.ATTENTION)).hasSize(2)
			.allSatisfy((attention) -> assertThat(graph.producer(attention.input(6))).isNotNull());
		// The shape of the first rows is asked for, and these are there with padding,
		// too.
		assertThat(graph.nodes(Unpadding.RESTORE)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "bert-mean-sqrt-len", "bert-lasttoken", "distilbert-mean", "roberta-mean",
			"xlmr-unigram-mean", "mpnet-mean", "cross-bert", "cross-roberta", "splade-max", "splade-sum",
			"onnx-sentence", "onnx-tokens-and-sentence" })
	void theSameComesOutOfRowsWithoutPadding(String name) throws IOException {
		FusedModel fused = model(name);
		OnnxGraph unpadded = fused.graph();
		assertThat(Unpadding.apply(unpadded)).isEmpty();
		PackingOnCpu.apply(unpadded);
		for (int[] lengths : new int[][] { { 11, 7, 4 }, { 3, 9, 1, 9, 2 }, { 5 }, { 6, 6 } }) {
			ProbeBatch batch = ProbeBatch.of(60, 1, 2, lengths);
			assertThat(new Deviation(2e-5, 0.999999).exceeded(batch, fused.run(fused.graph(), batch),
					fused.run(unpadded, batch)))
				.isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bert-mean", "mpnet-mean", "roberta-mean", "cross-bert", "splade-max" })
	void halfPrecisionLosesItsPaddingToo(String name) throws IOException {
		OnnxGraph graph = fused(name);
		new HalfPrecision(new WeightReader(this.folder)).convert(graph, Map.of());
		assertThat(Unpadding.apply(graph)).isEmpty();
		assertThat(graph.nodes(Unpadding.ATTENTION)).hasSize(2);
		assertThat(graph.nodes(Unpadding.REMOVE)).hasSize(1);
		assertThat(graph.nodes(Unpadding.RESTORE)).hasSize(1);
	}

	@Test
	void rowsOfPaddingAreZeros() throws IOException {
		FusedModel model = model("bert-mean");
		OnnxGraph graph = model.graph();
		Unpadding.apply(graph);
		PackingOnCpu.apply(graph);
		ProbedTensor output = Objects
			.requireNonNull(model.run(graph, ProbeBatch.of(60, 1, 2, 3, 2)).get("last_hidden_state"));
		for (int i = 0; i < output.shape().get(2); i++) {
			assertThat(output.at(1, 2, i)).isZero();
			assertThat(output.at(1, 1, i)).isNotZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "modernbert-cls", "qwen3-lasttoken" })
	void otherAttentionKeepsItsPadding(String model) throws IOException {
		OnnxGraph graph = fused(model);
		int nodes = graph.nodes().size();
		assertThat(Unpadding.apply(graph)).singleElement().asString().startsWith("Padding stays in the graph: ");
		assertThat(graph.nodes()).hasSize(nodes);
	}

	@Test
	void attentionThatSeesPaddingKeepsIt() throws IOException {
		OnnxGraph graph = fused("bert-mean");
		replaceAttention(graph, (inputs) -> inputs.subList(0, 4), Map.of());
		assertThat(Unpadding.apply(graph)).singleElement().asString().contains("something else than padding");
		assertThat(graph.nodes(Unpadding.REMOVE)).isEmpty();
	}

	@Test
	void attentionToWhatCameBeforeKeepsItsPadding() throws IOException {
		OnnxGraph graph = fused("bert-mean");
		replaceAttention(graph, (inputs) -> inputs, Map.of("unidirectional", new NodeAttribute.Whole(1)));
		assertThat(Unpadding.apply(graph)).singleElement().asString().contains("more than attend");
	}

	@Test
	void layersWithSomethingElseBetweenThemKeepTheirPadding() throws IOException {
		OnnxGraph graph = fused("bert-mean");
		GraphNode gelu = graph.nodes("BiasGelu").get(0);
		graph.remove(gelu);
		graph.add(new GraphNode("turn", "", "Softmax", List.of(gelu.input(0)), gelu.outputs(), Map.of()));
		assertThat(Unpadding.apply(graph)).singleElement().asString().contains("do not come row by row");
		assertThat(graph.nodes(Unpadding.REMOVE)).isEmpty();
	}

	@Test
	void aGraphWithoutFusedAttentionKeepsItsPadding() throws IOException {
		OnnxGraph graph = OnnxGraphReader.read(FusedModel.bytes("parity/bert-mean/onnx/model.onnx"));
		assertThat(Unpadding.apply(graph)).containsExactly("Padding stays in the graph: it has no fused attention.");
	}

	private static void replaceAttention(OnnxGraph graph, UnaryOperator<List<String>> inputs,
			Map<String, NodeAttribute> more) {
		GraphNode last = graph.sortedNodes()
			.stream()
			.filter((node) -> node.operator().equals(AttentionFusion.OPERATOR))
			.reduce((first, second) -> second)
			.orElseThrow();
		graph.remove(last);
		Map<String, NodeAttribute> attributes = new HashMap<>(last.attributes());
		attributes.putAll(more);
		graph.add(new GraphNode(last.name(), last.domain(), last.operator(), inputs.apply(last.inputs()),
				last.outputs(), attributes));
	}

	private FusedModel model(String name) throws IOException {
		return FusedModel.of("parity/" + name + "/onnx/model.onnx", this.folder);
	}

	private OnnxGraph fused(String name) throws IOException {
		return model(name).graph();
	}

}
