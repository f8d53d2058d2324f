package dev.semblance.encoders.internal.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/**
 * What looks like embeddings of words, places and types, or like a residual connection.
 */
class EmbeddingNearMissTests {

	private static final int LONG = 64;

	private final TransformerParts parts = TransformerParts.create();

	@Test
	void wordsAndRunningPlacesAreFused() {
		assertEmbedded(sum(this.parts.words(), places(this.parts.range())), 1);
	}

	@Test
	void wordsPlacesAndTypesAreFused() {
		this.parts.builder().input("token_type_ids", 7, "batch", "sequence");
		String types = this.parts.lookup(2, "token_type_ids");
		assertEmbedded(sum(sum(this.parts.words(), types), places(this.parts.range())), 1);
	}

	@Test
	void placesThatBeginAtTwoAreFusedAsTheyAre() {
		assertEmbedded(sum(this.parts.words(), places(this.parts.node("Add", this.parts.range(), this.parts.longs(2)))),
				1);
	}

	@Test
	void placesThatEndSomewhereAreNotRunning() {
		assertEmbedded(
				sum(this.parts.words(), places(this.parts.node("Min", this.parts.range(), this.parts.longs(15)))), 1);
	}

	@Test
	void placesOfAConstantThatBeginsLikeRunningOnesAreNot() {
		long[] values = new long[LONG];
		for (int i = 0; i < LONG; i++) {
			values[i] = (i < 20) ? i : LONG - i;
		}
		String constant = this.parts.builder().longs(new long[] { 1, LONG }, values);
		String cut = this.parts.node("Slice", constant, this.parts.longs(0), this.parts.length(), this.parts.longs(1));
		assertEmbedded(sum(this.parts.words(), this.parts.lookup(LONG, cut)), 1);
	}

	@Test
	void placesOfARunningConstantAreFused() {
		long[] values = new long[LONG];
		Arrays.setAll(values, (i) -> i);
		String constant = this.parts.builder().longs(new long[] { 1, LONG }, values);
		String cut = this.parts.node("Slice", constant, this.parts.longs(0), this.parts.length(), this.parts.longs(1));
		assertEmbedded(sum(this.parts.words(), this.parts.lookup(LONG, cut)), 1);
	}

	@Test
	void placesCountedByTheMaskAreFusedAsTheyAre() {
		String counted = this.parts.node("CumSum", "attention_mask", this.parts.longs(1));
		String places = this.parts.node("Mul", counted, "attention_mask");
		assertEmbedded(sum(this.parts.words(), this.parts.lookup(LONG, places)), 1);
	}

	@Test
	void placesThatCountFromTheEndForPaddingAreLeft() {
		String counted = this.parts.node("CumSum", "attention_mask", this.parts.longs(1));
		String places = this.parts.node("Sub", counted, this.parts.longs(1));
		assertEmbedded(sum(this.parts.words(), this.parts.lookup(LONG, places)), 0);
	}

	@Test
	void typesThatAreComputedAreFusedAsTheyAre() {
		String types = this.parts.node("Cast", Map.of("to", 7),
				this.parts.node("Greater", "input_ids", this.parts.longs(30)));
		assertEmbedded(sum(sum(this.parts.words(), this.parts.lookup(2, types)), places(this.parts.range())), 1);
	}

	@Test
	void aTableOfOneColumnIsLeft() {
		String narrow = this.parts.node("Gather", this.parts.builder().weights(LONG, 1),
				this.parts.node("Unsqueeze", this.parts.range(), this.parts.longs(0)));
		assertEmbedded(sum(this.parts.words(), narrow), 0);
	}

	@Test
	void aNormalizationOverTokensTooIsLeft() {
		String sum = sum(this.parts.words(), places(this.parts.range()));
		String weight = this.parts.builder().weights(1, 1);
		String normalized = this.parts.node("LayerNormalization", Map.of("axis", 1), sum, weight, weight);
		FusedGraph.paddedOnTheRightOnly(this.parts.output(normalized)).has("EmbedLayerNormalization", 0);
	}

	@Test
	void aNormalizationWhoseMeanIsAskedForIsLeft() {
		String sum = sum(this.parts.words(), places(this.parts.range()));
		this.parts.builder()
			.add("LayerNormalization", List.of(sum, this.parts.vector(), this.parts.vector()),
					List.of("normalized", "mean"), Map.of());
		FusedGraph.of(this.parts.output("normalized").output("mean")).has("EmbedLayerNormalization", 0);
	}

	@Test
	void aWeightOfOneElementIsLeft() {
		String sum = sum(this.parts.words(), places(this.parts.range()));
		String normalized = this.parts.node("LayerNormalization", sum, this.parts.builder().weights(1),
				this.parts.vector());
		FusedGraph.of(this.parts.output(normalized)).has("EmbedLayerNormalization", 0);
	}

	@Test
	void aSumOfEmbeddingsThatIsUsedElsewhereIsKept() {
		String sum = sum(this.parts.words(), places(this.parts.range()));
		this.parts.output(sum);
		assertEmbedded(sum, 1);
	}

	@Test
	void aSumOfFourTablesIsLeft() {
		assertEmbedded(sum(sum(this.parts.words(), this.parts.words()), sum(this.parts.words(), this.parts.words())),
				0);
	}

	@Test
	void wordsThatAreLookedUpTwiceAreFused() {
		assertEmbedded(sum(this.parts.words(), this.parts.words()), 1);
	}

	@Test
	void aResidualIsFused() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		assertSkipped(sum(this.parts.projected(skipped), skipped), 1);
	}

	@Test
	void aResidualThatIsTheSameForAllTextsIsLeft() {
		String same = this.parts.layerNormalization(places(this.parts.range()));
		assertSkippedOrNot(sum(this.parts.projected(this.parts.words()), same));
	}

	@Test
	void aResidualThatIsAVectorIsLeft() {
		assertSkipped(sum(this.parts.projected(this.parts.words()), this.parts.vector()), 0);
	}

	@Test
	void aResidualThatIsAMeanIsLeft() {
		this.parts.builder()
			.add("LayerNormalization", List.of(this.parts.words(), this.parts.vector(), this.parts.vector()),
					List.of("normalized", "mean"), Map.of());
		this.parts.output("normalized");
		assertSkipped(sum(this.parts.projected("normalized"), "mean"), 0);
	}

	@Test
	void aSumThatIsAnOutputIsKept() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String sum = sum(this.parts.projected(skipped), skipped);
		this.parts.output(sum);
		assertSkipped(sum, 1);
	}

	@Test
	void aSumThatIsUsedLaterIsKept() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String sum = sum(this.parts.projected(skipped), skipped);
		String normalized = this.parts.layerNormalization(sum);
		String later = sum(this.parts.projected(normalized), sum);
		FusedGraph.of(this.parts.output(this.parts.layerNormalization(later))).has("SkipLayerNormalization", 2);
	}

	@Test
	void twoNormalizationsOfOneSumAreKept() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String sum = sum(this.parts.projected(skipped), skipped);
		this.parts.output(this.parts.layerNormalization(sum));
		assertSkipped(sum, 1);
	}

	@Test
	void aWeightMadeOfTheSumItselfIsLeft() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String sum = sum(this.parts.projected(skipped), skipped);
		String weight = this.parts.node("ReduceMean", Map.of("axes", List.of(0, 1), "keepdims", 0), sum);
		FusedGraph.of(this.parts.output(this.parts.node("LayerNormalization", sum, weight, this.parts.vector())))
			.has("SkipLayerNormalization", 0);
	}

	@Test
	void aResidualWithAWeightOfOneElementIsLeft() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String sum = sum(this.parts.projected(skipped), skipped);
		String weight = this.parts.builder().weights(1);
		FusedGraph.of(this.parts.output(this.parts.node("LayerNormalization", sum, weight, this.parts.vector())))
			.has("SkipLayerNormalization", 0);
	}

	@Test
	void aResidualWhoseBiasIsOneElementIsFusedWithoutIt() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String product = this.parts.node("MatMul", skipped, this.parts.builder().weights(16, 16));
		assertSkipped(sum(this.parts.node("Add", product, this.parts.builder().weights(1)), skipped), 1);
	}

	@Test
	void aBiasThatIsUsedElsewhereIsKept() {
		String skipped = this.parts.layerNormalization(this.parts.words());
		String projected = this.parts.projected(skipped);
		this.parts.output(projected);
		assertSkipped(sum(projected, skipped), 1);
	}

	/** Places are one row for all texts. */
	private String places(String places) {
		return this.parts.lookup(LONG, this.parts.node("Unsqueeze", places, this.parts.longs(0)));
	}

	private String sum(String first, String second) {
		return this.parts.node("Add", first, second);
	}

	private void assertEmbedded(String sum, int count) {
		FusedGraph.of(this.parts.output(this.parts.layerNormalization(sum))).has("EmbedLayerNormalization", count);
	}

	private void assertSkipped(String sum, int count) {
		assertSkippedOrNot(sum).has("SkipLayerNormalization", count);
	}

	private FusedGraph assertSkippedOrNot(String sum) {
		return FusedGraph.of(this.parts.output(this.parts.layerNormalization(sum)));
	}

}
