package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Graphs of thousands of nodes in a row, or of more paths than can be walked.
 */
class EndlessGraphTests {

	private static final int LONG = 20_000;

	private static final int DEEP = 200;

	private final TransformerParts parts = TransformerParts.create();

	private final String input = this.parts.words();

	@Test
	void embeddingsOfThousandsOfTables() {
		String lookup = this.parts.lookup(2, "attention_mask");
		String sum = chain(this.input, LONG, (tensor) -> this.parts.node("Add", tensor, lookup));
		assertEnds(this.parts.layerNormalization(sum));
	}

	@Test
	void embeddingsThatDoubleAtEveryStep() {
		String sum = chain(this.input, DEEP, (tensor) -> this.parts.node("Add", tensor, tensor));
		assertEnds(this.parts.layerNormalization(sum));
	}

	@Test
	void scoresThatAreMaskedThousandsOfTimes() {
		String padding = this.parts.padding();
		assertEnds(attention(
				chain(this.parts.scores(this.input), LONG, (tensor) -> this.parts.node("Add", tensor, padding))));
	}

	@Test
	void scoresThatAreScaledThousandsOfTimes() {
		String number = this.parts.number(1);
		assertEnds(attention(
				chain(this.parts.scores(this.input), LONG, (tensor) -> this.parts.node("Mul", tensor, number))));
	}

	@Test
	void scoresThatDoubleAtEveryStep() {
		assertEnds(attention(chain(this.parts.scores(this.input), DEEP,
				(tensor) -> this.parts.node("Where", tensor, tensor, tensor))));
		assertEnds(attention(
				chain(this.parts.scores(this.input), DEEP, (tensor) -> this.parts.node("Add", tensor, tensor))));
	}

	@Test
	void aMaskThatIsMadeInThousandsOfSteps() {
		String mask = chain(this.parts.padding(), LONG, (tensor) -> this.parts.node("Add", tensor, tensor));
		KeyMask keyMask = keyMask(mask);
		assertThat(keyMask.origins().of(mask)).isEqualTo(Origin.OTHER);
	}

	@Test
	void aMaskOfMorePathsThanCanBeWalked() {
		String mask = chain(this.parts.padding(), DEEP / 2, (tensor) -> this.parts.node("Add", tensor, tensor));
		assertThat(keyMask(mask).origins().of(mask)).isEqualTo(Origin.MASK);
	}

	@Test
	void aMaskOfShapesOfMorePathsThanCanBeWalked() {
		String shape = chain(this.parts.node("Shape", this.input), DEEP / 2,
				(tensor) -> this.parts.node("Add", tensor, tensor));
		String mask = this.parts.node("Expand", this.parts.padding(), shape);
		assertThat(keyMask(mask).origins().of(mask)).isEqualTo(Origin.MASK);
	}

	@Test
	void residualsOfThousandsOfLayers() {
		String weights = this.parts.builder().weights(16, 16);
		String vector = this.parts.vector();
		String projected = this.parts.node("MatMul", this.input, weights);
		String sum = chain(this.parts.layerNormalization(this.input), LONG / 2, (tensor) -> {
			this.parts.output(this.parts.node("LayerNormalization", tensor, vector, vector));
			return this.parts.node("Add", projected, tensor);
		});
		assertEnds(sum);
	}

	@Test
	void activationsOfActivations() {
		String number = this.parts.number(0.5);
		assertEnds(chain(this.input, LONG / 20, (tensor) -> this.parts.node("Mul",
				this.parts.node("Mul", this.parts.node("Erf", tensor), tensor), number)));
	}

	@Test
	void onesThatAreHandedOnThousandsOfTimes() {
		OnnxGraph graph = assertEnds(chain(this.input, LONG, (tensor) -> this.parts.node("Identity", tensor)) + "");
		assertThat(graph.nodes("Identity")).hasSize(1);
	}

	@Test
	void oneTensorThatThousandsOfActivationsUse() {
		for (int i = 0; i < LONG / 4; i++) {
			this.parts.builder().add("Erf", List.of(this.input), List.of("erf" + i), Map.of());
			this.parts.output(this.parts.node("Mul", this.input, "erf" + i));
		}
		assertEnds(this.parts.node("Neg", this.input));
	}

	private KeyMask keyMask(String mask) {
		OnnxGraph graph = read(mask);
		return new KeyMask(new Origin.Finder(new Numbers(graph), "attention_mask"),
				ProbeBatch.of(TransformerParts.WORDS, 1, 2, 3));
	}

	private OnnxGraph assertEnds(String output) {
		OnnxGraph graph = read(output);
		assertTimeoutPreemptively(Duration.ofSeconds(60), () -> new TransformerFusion(graph).prepare());
		return graph;
	}

	private OnnxGraph read(String output) {
		try {
			return OnnxGraphReader.read(this.parts.output(output).builder().file());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private String attention(String scores) {
		return this.parts.values(this.parts.softmax(scores), this.input);
	}

	private static String chain(String tensor, int length, UnaryOperator<String> step) {
		String last = tensor;
		for (int i = 0; i < length; i++) {
			last = step.apply(last);
		}
		return last;
	}

}
