package dev.semblance.encoders.internal.optimizer;

import java.util.List;
import java.util.Map;

import dev.semblance.encoders.internal.onnx.OnnxBuilder;
import org.junit.jupiter.api.Test;

/**
 * What looks like attention, with everything that can be done to its scores.
 */
class AttentionNearMissTests {

	/** Longer than any text that a fusion sees. */
	private static final int LONG = 64;

	private final TransformerParts parts = TransformerParts.create();

	private final String input = this.parts.words();

	@Test
	void attentionThatLeavesPaddingOutIsFused() {
		assertMaskedByKeys(attention(added(this.parts.padding())));
	}

	@Test
	void attentionWithoutAnyMaskIsFusedWithoutOne() {
		assertUnmasked(attention(this.parts.scores(this.input)));
	}

	@Test
	void aMaskThatIsHardlyLowIsNotTakenForPadding() {
		assertNotMaskedByKeys(attention(added(this.parts.added("attention_mask", -1))));
	}

	@Test
	void aMaskThatLeavesTokensOutIsNotTakenForPadding() {
		String inverted = this.parts.node("Sub", this.parts.longs(1), "attention_mask");
		String scores = added(this.parts.added(inverted, -20));
		assertNotMaskedByKeys(attention(scores));
	}

	@Test
	void aMaskBeforeTheScaleIsNotTakenForPadding() {
		String product = this.parts.node("MatMul", this.parts.byHead(this.parts.projected(this.input)),
				this.parts.transposed(this.parts.byHead(this.parts.projected(this.input))));
		String masked = this.parts.node("Add", product, this.parts.added("attention_mask", -30));
		assertNotFused(attention(this.parts.node("Div", masked, this.parts.number(Math.sqrt(8)))));
	}

	@Test
	void aMaskOfTokenIdsIsNotTakenForPadding() {
		String mask = this.parts.node("Cast", Map.of("to", 7),
				this.parts.node("Greater", "input_ids", this.parts.longs(5)));
		assertNotMaskedByKeys(attention(added(this.parts.added(mask, -1e9))));
	}

	@Test
	void aMaskByQueriesIsNotTakenForPadding() {
		String keys = this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 2));
		String queries = this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 3));
		String both = this.parts.node("Cast", Map.of("to", 1), this.parts.node("Mul", keys, queries));
		String low = this.parts.node("Mul", this.parts.node("Sub", this.parts.number(1), both),
				this.parts.number(-1e9));
		assertNotMaskedByKeys(attention(added(low)));
	}

	@Test
	void aCausalMaskIsKept() {
		String difference = this.parts.node("Sub", keys(), queries());
		String later = this.parts.node("Greater", difference, this.parts.longs(0));
		assertNotMaskedByKeys(attention(added(this.parts.node("Add", low(later), this.parts.padding()))));
	}

	@Test
	void aWindowLongerThanAnyTextThatWasSeenIsKept() {
		String difference = this.parts.node("Abs", this.parts.node("Sub", keys(), queries()));
		String far = this.parts.node("Greater", difference, this.parts.longs(20));
		assertNotMaskedByKeys(attention(added(this.parts.node("Add", low(far), this.parts.padding()))));
	}

	@Test
	void aWindowOfInnocentNodesIsKept() {
		String negative = this.parts.node("Mul", queries(), this.parts.longs(-1));
		String difference = this.parts.node("Add", this.parts.node("Add", keys(), negative), this.parts.longs(20));
		String near = this.parts.node("Not", this.parts.node("GreaterOrEqual", difference, this.parts.longs(0)));
		assertNotMaskedByKeys(attention(added(this.parts.node("Add", low(near), this.parts.padding()))));
	}

	@Test
	void aWindowWithoutAnyComparisonIsKept() {
		String negative = this.parts.node("Mul", queries(), this.parts.longs(-1));
		String difference = this.parts.node("Add", this.parts.node("Add", keys(), negative), this.parts.longs(-20));
		String beyond = this.parts.node("Cast", Map.of("to", 1),
				this.parts.node("Max", difference, this.parts.longs(0)));
		String low = this.parts.node("Mul", beyond, this.parts.number(-1e9));
		assertNotMaskedByKeys(attention(added(this.parts.node("Add", low, this.parts.padding()))));
	}

	@Test
	void aWindowInAConstantIsKept() {
		float[] window = new float[LONG * LONG];
		for (int i = 0; i < window.length; i++) {
			window[i] = (Math.abs(i / LONG - i % LONG) > 20) ? -1e9f : 0;
		}
		String constant = this.parts.builder().floats(new long[] { 1, 1, LONG, LONG }, window);
		String ends = this.parts.node("Concat", Map.of("axis", 0), this.parts.length(), this.parts.length());
		String cut = this.parts.node("Slice", constant, this.parts.longs(0, 0), ends, this.parts.longs(2, 3));
		assertNotMaskedByKeys(attention(added(this.parts.node("Add", cut, this.parts.padding()))));
	}

	@Test
	void aMaskThatDependsOnTheNumberOfTokensIsKept() {
		String longer = this.parts.node("Cast", Map.of("to", 1),
				this.parts.node("GreaterOrEqual", this.parts.length(), this.parts.longs(30)));
		String shift = this.parts.node("Mul", this.parts.node("Mul", longer, this.parts.number(-1e9)), this.parts
			.node("Cast", Map.of("to", 1), this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 3))));
		assertNotMaskedByKeys(attention(added(this.parts.node("Add", shift, this.parts.padding()))));
	}

	@Test
	void placesThatAreComparedWithZeroDoNoHarm() {
		String all = this.parts.node("GreaterOrEqual", keys(), this.parts.longs(0));
		String mask = this.parts.node("And", all, this.parts.node("Cast", Map.of("to", 9),
				this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 2))));
		String low = this.parts.node("Where", mask, this.parts.number(0), this.parts.number(-1e9));
		assertMaskedByKeys(attention(added(low)));
	}

	@Test
	void aBiasByHeadIsAddedToTheScores() {
		String difference = this.parts.node("Cast", Map.of("to", 1), this.parts.node("Sub", keys(), queries()));
		String bias = this.parts.node("Mul", difference,
				this.parts.builder().floats(new long[] { 1, 2, 1, 1 }, 0.5f, 0.25f));
		FusedGraph fused = FusedGraph
			.of(this.parts.output(attention(this.parts.node("Add", added(this.parts.padding()), bias))));
		fused.has("MultiHeadAttention", 1);
	}

	@Test
	void aBiasByKeyAloneIsNotAMask() {
		String bias = this.parts.node("Cast", Map.of("to", 1), keys());
		assertNotFused(attention(added(bias)));
	}

	@Test
	void scoresThatAreChosenByPaddingAreFused() {
		String mask = this.parts.node("Cast", Map.of("to", 9),
				this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 2)));
		assertMaskedByKeys(
				attention(this.parts.node("Where", mask, this.parts.scores(this.input), this.parts.number(-1e9))));
	}

	@Test
	void tokensThatAreLeftOutByAChoiceAreNotPadding() {
		String mask = this.parts.node("Cast", Map.of("to", 9),
				this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 2)));
		assertNotFused(
				attention(this.parts.node("Where", mask, this.parts.number(-1e9), this.parts.scores(this.input))));
	}

	@Test
	void scoresThatAreReplacedByANumberThatIsNotLowAreLeft() {
		String mask = this.parts.node("Cast", Map.of("to", 9),
				this.parts.node("Unsqueeze", "attention_mask", this.parts.longs(1, 2)));
		assertNotFused(attention(this.parts.node("Where", mask, this.parts.scores(this.input), this.parts.number(0))));
	}

	@Test
	void queriesAndKeysMayChangePlaces() {
		String product = this.parts.node("MatMul", this.parts.byHead(this.parts.projected(this.input)),
				this.parts.transposed(this.parts.byHead(this.parts.projected(this.input))));
		String turned = this.parts.transposed(product);
		assertNotFused(attention(this.parts.node("Add", turned, this.parts.padding())));
	}

	@Test
	void aScaleByDimensionIsKept() {
		String query = this.parts.node("Mul", this.parts.byHead(this.parts.projected(this.input)),
				this.parts.builder().weights(8));
		String scores = this.parts.node("MatMul", query,
				this.parts.transposed(this.parts.byHead(this.parts.projected(this.input))));
		FusedGraph.of(this.parts.output(attention(this.parts.node("Add", scores, this.parts.padding()))));
	}

	@Test
	void aScaleByHeadIsKept() {
		String scale = this.parts.builder().floats(new long[] { 2, 1, 1 }, 0.2f, 0.7f);
		assertNotFused(attention(this.parts.node("Mul", this.parts.scores(this.input), scale)));
	}

	@Test
	void aScaleOfTheHeadsSizeIsANumber() {
		String query = this.parts.byHead(this.parts.projected(this.input));
		String size = this.parts.node("Cast", Map.of("to", 1), this.parts.node("Slice", this.parts.node("Shape", query),
				this.parts.longs(3), this.parts.longs(4), this.parts.longs(0)));
		String product = this.parts.node("MatMul", query,
				this.parts.transposed(this.parts.byHead(this.parts.projected(this.input))));
		assertUnmasked(attention(this.parts.node("Div", product, this.parts.node("Sqrt", size))));
	}

	@Test
	void aScaleOfTheNumberOfTokensIsNoNumber() {
		String root = this.parts.node("Sqrt", this.parts.node("Cast", Map.of("to", 1), this.parts.length()));
		assertNotFused(attention(this.parts.node("Div", this.parts.scores(this.input), root)));
	}

	@Test
	void aSoftmaxOverQueriesIsLeft() {
		assertNotFused(this.parts.values(this.parts.node("Softmax", Map.of("axis", 2), this.parts.scores(this.input)),
				this.input));
	}

	@Test
	void anOldSoftmaxThatDoesNotSayItsAxisIsLeft() {
		this.parts.builder().operatorSet(12);
		String query = this.parts.node("Reshape", this.input, this.parts.longs(0, 0, 2, 8));
		String heads = this.parts.node("Transpose", Map.of("perm", List.of(0, 2, 1, 3)), query);
		String scores = this.parts.node("MatMul", heads, this.parts.transposed(heads));
		String weights = this.parts.node("Softmax", scores);
		assertNotFused(this.parts.joined(this.parts.node("MatMul", weights, heads)));
	}

	@Test
	void weightsThatAreAnOutputAreKept() {
		String weights = this.parts.softmax(added(this.parts.padding()));
		this.parts.output(weights);
		FusedGraph.of(this.parts.output(this.parts.values(weights, this.input))).has("Softmax", 1);
	}

	@Test
	void attentionThatIsAnOutputIsFused() {
		String attention = attention(added(this.parts.padding()));
		this.parts.output(attention);
		FusedGraph.of(this.parts.output(this.parts.projected(attention))).has("MultiHeadAttention", 1);
	}

	@Test
	void dropoutWhoseMaskIsUsedIsLeft() {
		String weights = this.parts.softmax(added(this.parts.padding()));
		this.parts.builder().add("Dropout", List.of(weights), List.of("kept", "mask"), Map.of());
		String mask = this.parts.node("Cast", Map.of("to", 1), "mask");
		this.parts.output(this.parts.values("kept", this.input)).output(mask);
		FusedGraph.of(this.parts).has("Dropout", 1);
	}

	@Test
	void dropoutWhoseMaskIsAnOutputIsLeft() {
		String weights = this.parts.softmax(added(this.parts.padding()));
		this.parts.builder().add("Dropout", List.of(weights), List.of("kept", "mask"), Map.of());
		this.parts.builder().output("mask", 9, "a", "b", "c", "d");
		FusedGraph.of(this.parts.output(this.parts.values("kept", this.input))).has("Dropout", 1);
	}

	@Test
	void dropoutBetweenWeightsAndValuesIsTakenOut() {
		String weights = this.parts.node("Dropout", this.parts.softmax(added(this.parts.padding())));
		assertMaskedByKeys(this.parts.values(weights, this.input));
	}

	@Test
	void fewerHeadsOfKeysAreRepeated() {
		String query = this.parts.byHead(this.parts.projected(this.input));
		String repeated = repeated();
		String scores = this.parts.node("MatMul", query, this.parts.transposed(repeated));
		String weights = this.parts.softmax(this.parts.node("Add", scores, this.parts.padding()));
		FusedGraph.of(this.parts.output(this.parts.joined(this.parts.node("MatMul", weights, repeated()))));
	}

	@Test
	void headsThatAreCutInAnotherOrderAreLeft() {
		String query = this.parts.node("Transpose", Map.of("perm", List.of(0, 3, 1, 2)),
				this.parts.node("Reshape", this.parts.projected(this.input), this.parts.longs(0, 0, 8, 2)));
		String scores = this.parts.node("MatMul", query,
				this.parts.transposed(this.parts.byHead(this.parts.projected(this.input))));
		FusedGraph.of(this.parts.output(attention(this.parts.node("Add", scores, this.parts.padding()))));
	}

	@Test
	void biasesOfOneElementAreNotJoined() {
		String query = cut(this.parts.builder().weights(1));
		String scores = this.parts.node("MatMul", query, this.parts.transposed(cut(this.parts.builder().weights(1))));
		String weights = this.parts.softmax(this.parts.node("Add", scores, this.parts.padding()));
		String values = cut(this.parts.builder().weights(1));
		FusedGraph.of(this.parts.output(this.parts.joined(this.parts.node("MatMul", weights, values))));
	}

	@Test
	void aTensorThatHasTheNameOfOneOfOursIsNotOverwritten() {
		this.parts.builder().add("Cast", List.of("attention_mask"), List.of("semblance/joined_heads"), Map.of("to", 1));
		String query = this.parts.node("Mul", this.parts.byHead(this.parts.projected(this.input)),
				this.parts.builder().weights(8));
		String scores = this.parts.node("MatMul", query,
				this.parts.transposed(this.parts.byHead(this.parts.projected(this.input))));
		String attention = attention(this.parts.node("Add", scores, this.parts.padding()));
		FusedGraph.of(this.parts.output(attention).output("semblance/joined_heads"));
	}

	@Test
	void twoModelsInOneGraphAreFusedEach() {
		String first = attention(added(this.parts.padding()));
		String second = this.parts.values(this.parts.softmax(added(this.parts.padding())), this.input);
		FusedGraph.of(this.parts.output(first).output(second)).has("MultiHeadAttention", 2);
	}

	@Test
	void aMaskThatIsNoInputIsNotTakenForIt() {
		TransformerParts other = new TransformerParts(new OnnxBuilder());
		other.builder().input("input_ids", 7, "batch", "sequence");
		String words = other.words();
		other.builder().add("Mod", List.of("input_ids", other.longs(2)), List.of("attention_mask"), Map.of());
		String scores = other.node("Add", other.scores(words), other.padding());
		FusedGraph.of(other.output(other.values(other.softmax(scores), words)));
	}

	private String cut(String bias) {
		String product = this.parts.node("MatMul", this.input, this.parts.builder().weights(16, 16));
		return this.parts.byHead(this.parts.node("Add", product, bias));
	}

	private String repeated() {
		String one = this.parts.node("Reshape",
				this.parts.node("MatMul", this.input, this.parts.builder().weights(16, 8)),
				this.parts.longs(0, 0, 1, 8));
		return this.parts.node("Expand", this.parts.node("Transpose", Map.of("perm", List.of(0, 2, 1, 3)), one),
				this.parts.longs(1, 2, 1, 1));
	}

	/** Places of keys, the last of four axes. */
	private String keys() {
		return this.parts.node("Unsqueeze", this.parts.range(), this.parts.longs(0, 1, 2));
	}

	/** Places of queries, the third of four axes. */
	private String queries() {
		return this.parts.node("Unsqueeze", this.parts.range(), this.parts.longs(0, 1, 3));
	}

	private String low(String condition) {
		return this.parts.node("Where", condition, this.parts.number(-1e9), this.parts.number(0));
	}

	private String added(String mask) {
		return this.parts.node("Add", this.parts.scores(this.input), mask);
	}

	private String attention(String scores) {
		return this.parts.values(this.parts.softmax(scores), this.input);
	}

	private void assertMaskedByKeys(String output) {
		FusedGraph.of(this.parts.output(output)).has("MultiHeadAttention", 1).hasKeyMasks(1);
	}

	private void assertUnmasked(String output) {
		FusedGraph.of(this.parts.output(output)).has("MultiHeadAttention", 1).hasKeyMasks(0);
	}

	private void assertNotMaskedByKeys(String output) {
		FusedGraph.of(this.parts.output(output));
	}

	private void assertNotFused(String output) {
		FusedGraph.of(this.parts.output(output)).has("MultiHeadAttention", 0);
	}

}
