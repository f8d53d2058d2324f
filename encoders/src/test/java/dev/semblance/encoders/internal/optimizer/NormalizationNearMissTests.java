package dev.semblance.encoders.internal.optimizer;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What looks like a normalization or an activation, and is one or is none.
 */
class NormalizationNearMissTests {

	private static final Map<String, Object> LAST = Map.of("axes", List.of(-1));

	private final TransformerParts parts = TransformerParts.create();

	private final String input = this.parts.words();

	@Test
	void aNormalizationThatIsSpelledOutIsFused() {
		assertFused(this.parts.normalized(this.input, this.parts.vector(), this.parts.vector()), 1);
	}

	@Test
	void aNormalizationWithoutABiasIsFused() {
		assertFused(this.parts.node("Mul", this.parts.vector(), this.parts.standardized(this.input)), 1);
	}

	@Test
	void aNormalizationOverTokensIsLeft() {
		Map<String, Object> tokens = Map.of("axes", List.of(1));
		assertFused(weighted(standardized(this.input, this.input, tokens, tokens, true)), 0);
	}

	@Test
	void aVarianceOverAnotherAxisThanTheMeanIsLeft() {
		assertFused(weighted(standardized(this.input, this.input, LAST, Map.of("axes", List.of(1)), true)), 0);
	}

	@Test
	void aNormalizationOverTwoAxesIsLeft() {
		Map<String, Object> two = Map.of("axes", List.of(1, 2));
		assertFused(weighted(standardized(this.input, this.input, two, two, true)), 0);
	}

	@Test
	void theMeanOfAnotherTensorIsLeft() {
		assertFused(weighted(standardized(this.input, this.parts.words(), LAST, LAST, true)), 0);
	}

	@Test
	void aRootWithoutEpsilonIsLeft() {
		assertFused(weighted(standardized(this.input, this.input, LAST, LAST, false)), 0);
	}

	@Test
	void aMeanThatLosesItsAxisIsLeft() {
		Map<String, Object> lost = Map.of("axes", List.of(-1), "keepdims", 0);
		String mean = this.parts.node("Unsqueeze", this.parts.node("ReduceMean", lost, this.input),
				this.parts.longs(-1));
		String centred = this.parts.node("Sub", this.input, mean);
		String variance = this.parts.node("ReduceMean", lost, this.parts.node("Pow", centred, this.parts.number(2)));
		String root = this.parts.node("Sqrt", this.parts.node("Add", variance, this.parts.number(1e-5)));
		assertFused(weighted(this.parts.node("Div", centred, this.parts.node("Unsqueeze", root, this.parts.longs(-1)))),
				0);
	}

	@Test
	void anEpsilonOfMoreAxesThanTheTextsIsLeft() {
		String centred = this.parts.node("Sub", this.input, this.parts.node("ReduceMean", LAST, this.input));
		String variance = this.parts.node("ReduceMean", LAST, this.parts.node("Pow", centred, this.parts.number(2)));
		String epsilon = this.parts.builder().floats(new long[] { 1, 1, 1, 1 }, 1e-5f);
		String root = this.parts.node("Sqrt", this.parts.node("Add", variance, epsilon));
		assertFused(weighted(this.parts.node("Div", centred, root)), 0);
	}

	@Test
	void aCubeInPlaceOfASquareIsLeft() {
		String centred = this.parts.node("Sub", this.input, this.parts.node("ReduceMean", LAST, this.input));
		String power = this.parts.node("ReduceMean", LAST, this.parts.node("Pow", centred, this.parts.number(4)));
		String root = this.parts.node("Sqrt", this.parts.node("Add", power, this.parts.number(1e-5)));
		assertFused(weighted(this.parts.node("Div", centred, root)), 0);
	}

	@Test
	void aWeightOfOneElementIsTheSameForAll() {
		String weight = this.parts.builder().weights(1);
		assertFused(this.parts.normalized(this.input, weight, this.parts.vector()), 1);
	}

	@Test
	void aWeightByTokenIsLeft() {
		String weight = this.parts.node("Add", this.parts.builder().weights(TransformerParts.WIDTH), this.parts
			.node("Cast", Map.of("to", 1), this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(2))));
		assertFused(this.parts.normalized(this.input, weight, this.parts.vector()), 0);
	}

	@Test
	void aBiasOfOneElementIsTheSameForAll() {
		String bias = this.parts.builder().weights(1);
		assertFused(this.parts.normalized(this.input, this.parts.vector(), bias), 1);
	}

	@Test
	void aBiasThatIsAMatrixStaysBehind() {
		String bias = this.parts.builder().weights(1, TransformerParts.WIDTH);
		assertFused(this.parts.normalized(this.input, this.parts.vector(), bias), 1);
	}

	@Test
	void aWeightThatIsAMatrixIsLeft() {
		String weight = this.parts.builder().weights(1, TransformerParts.WIDTH);
		assertFused(this.parts.normalized(this.input, weight, this.parts.vector()), 0);
	}

	@Test
	void intermediateResultsThatAreOutputsAreKept() {
		String standardized = this.parts.standardized(this.input);
		String weighted = this.parts.node("Mul", standardized, this.parts.vector());
		this.parts.output(standardized).output(weighted);
		assertFused(this.parts.node("Add", weighted, this.parts.vector()), 1);
	}

	@Test
	void twoWeightsOfOneNormalizationAreTwo() {
		String standardized = this.parts.standardized(this.input);
		this.parts.output(this.parts.node("Mul", standardized, this.parts.vector()));
		assertFused(this.parts.node("Mul", standardized, this.parts.vector()), 2);
	}

	@ParameterizedTest
	@CsvSource({ "0.5, 1.4142135, 1", "0.7, 1.4142135, 0", "0.5, 2, 0", "0.5, 1.41, 0", "-0.5, 1.4142135, 0" })
	void onlyTheNumbersOfGeluAreGelu(double half, double divisor, int count) {
		String gelu = this.parts.gelu(this.input, this.parts.number(half), this.parts.number(divisor));
		FusedGraph.of(this.parts.output(gelu)).has("Gelu", count).has("Erf", 1 - count);
	}

	@Test
	void geluWithHalvesOfMoreAxesIsLeft() {
		String half = this.parts.builder().floats(new long[] { 1, 1, 1, 1 }, 0.5f);
		String gelu = this.parts.gelu(this.input, half, this.parts.number(Math.sqrt(2)));
		FusedGraph.of(this.parts.output(gelu)).has("Gelu", 0);
	}

	@Test
	void geluWhoseIntermediateResultsAreUsedElsewhereIsFusedAndTheyAreKept() {
		String sum = this.parts.node("Add",
				this.parts.node("Erf", this.parts.node("Div", this.input, this.parts.number(Math.sqrt(2)))),
				this.parts.number(1));
		String product = this.parts.node("Mul", this.input, sum);
		String gelu = this.parts.node("Mul", product, this.parts.number(0.5));
		this.parts.output(sum).output(product).output(this.parts.node("Add", product, gelu)).output(gelu);
		FusedGraph.of(this.parts).has("Gelu", 1).has("Erf", 1);
	}

	@Test
	void bothFormsOfGeluSideBySideStayWhatTheyAre() {
		String erf = this.parts.gelu(this.input, this.parts.number(0.5), this.parts.number(Math.sqrt(2)));
		FusedGraph.of(this.parts.output(erf).output(tanhGelu(erf)))
			.has("Gelu", 1)
			.has("FastGelu", 1)
			.has("Erf", 0)
			.has("Tanh", 0);
	}

	@ParameterizedTest
	@CsvSource({ "none, Gelu", "tanh, FastGelu" })
	void geluOfTheStandardIsWhatItsAttributeSays(String approximate, String operator) {
		this.parts.builder().operatorSet(20);
		String gelu = this.parts.node("Gelu", Map.of("approximate", approximate), this.input);
		FusedGraph fused = FusedGraph.of(this.parts.output(gelu)).has(operator, 1);
		fused.has(operator.equals("Gelu") ? "FastGelu" : "Gelu", 0);
	}

	@Test
	void aBiasOfOneElementBeforeGeluIsNoBias() {
		String sum = this.parts.node("Add", this.input, this.parts.builder().weights(1));
		String gelu = this.parts.gelu(sum, this.parts.number(0.5), this.parts.number(Math.sqrt(2)));
		FusedGraph.of(this.parts.output(gelu)).has("BiasGelu", 0).has("Gelu", 1);
	}

	@Test
	void aBiasBeforeGeluThatIsUsedElsewhereIsKept() {
		String sum = this.parts.node("Add", this.parts.vector(), this.input);
		String gelu = this.parts.gelu(sum, this.parts.number(0.5), this.parts.number(Math.sqrt(2)));
		FusedGraph.of(this.parts.output(gelu).output(sum)).has("BiasGelu", 1);
	}

	@Test
	void geluOfGeluIsTwo() {
		String first = this.parts.gelu(this.input, this.parts.number(0.5), this.parts.number(Math.sqrt(2)));
		String second = this.parts.gelu(first, this.parts.number(0.5), this.parts.number(Math.sqrt(2)));
		FusedGraph.of(this.parts.output(second)).has("Gelu", 2).has("Erf", 0);
	}

	private String tanhGelu(String x) {
		String cube = this.parts.node("Mul", this.parts.node("Pow", x, this.parts.number(3)),
				this.parts.number(0.044715));
		String inner = this.parts.node("Mul", this.parts.node("Add", x, cube),
				this.parts.number(Math.sqrt(2 / Math.PI)));
		String sum = this.parts.node("Add", this.parts.node("Tanh", inner), this.parts.number(1));
		return this.parts.node("Mul", this.parts.node("Mul", x, this.parts.number(0.5)), sum);
	}

	private String standardized(String value, String meanOf, Map<String, Object> meanAxes,
			Map<String, Object> varianceAxes, boolean epsilon) {
		String centred = this.parts.node("Sub", value, this.parts.node("ReduceMean", meanAxes, meanOf));
		String variance = this.parts.node("ReduceMean", varianceAxes,
				this.parts.node("Pow", centred, this.parts.number(2)));
		String inner = epsilon ? this.parts.node("Add", variance, this.parts.number(1e-5)) : variance;
		return this.parts.node("Div", centred, this.parts.node("Sqrt", inner));
	}

	private String weighted(String standardized) {
		return this.parts.node("Add", this.parts.node("Mul", standardized, this.parts.vector()), this.parts.vector());
	}

	private void assertFused(String output, int count) {
		FusedGraph.of(this.parts.output(output)).has("LayerNormalization", count);
	}

}
