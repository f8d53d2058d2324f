package dev.semblance.retrieval.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FusionTests {

	private static final Offset<Double> EXACTLY = Offset.offset(1e-12);

	private static final Fusion RRF = new Fusion.ReciprocalRank(60);

	@Test
	void reciprocalRankAddsOneOverSixtyPlusRank() {
		List<FusedEntry> fused = RRF
			.fuse(List.of(leg(Leg.DENSE, 1, "a", 0.9, "b", 0.8), leg(Leg.LEXICAL, 1, "b", 12, "c", 3)));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("b", "a", "c");
		assertThat(fused.get(0).score()).isCloseTo(1.0 / 62 + 1.0 / 61, EXACTLY);
		assertThat(fused.get(1).score()).isCloseTo(1.0 / 61, EXACTLY);
		assertThat(fused.get(2).score()).isCloseTo(1.0 / 62, EXACTLY);
		assertThat(fused.get(0).legs())
			.isEqualTo(Map.of(Leg.DENSE, new LegRank(2, 0.8), Leg.LEXICAL, new LegRank(1, 12)));
		assertThat(fused.get(1).legs()).isEqualTo(Map.of(Leg.DENSE, new LegRank(1, 0.9)));
	}

	@Test
	void weightsMultiplyWhatALegContributes() {
		List<FusedEntry> fused = RRF.fuse(List.of(leg(Leg.DENSE, 0.5, "a", 1), leg(Leg.LEXICAL, 2, "b", 1)));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("b", "a");
		assertThat(fused.get(0).score()).isCloseTo(2.0 / 61, EXACTLY);
		assertThat(fused.get(1).score()).isCloseTo(0.5 / 61, EXACTLY);
	}

	@Test
	void aLegOfWeightZeroAddsDocumentsButNoScore() {
		List<FusedEntry> fused = RRF.fuse(List.of(leg(Leg.DENSE, 0, "a", 1), leg(Leg.LEXICAL, 1, "b", 1)));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("b", "a");
		assertThat(fused.get(1).score()).isZero();
	}

	@Test
	void distributionBasedMapsThreeStandardDeviationsToZeroAndOne() {
		// Mean 2, variance ((3-2)^2 + (1-2)^2) / 2 = 1: 3 becomes (3 - -1) / 6.
		List<FusedEntry> fused = new Fusion.DistributionBased()
			.fuse(List.of(leg(Leg.DENSE, 1, "a", 3, "b", 1), leg(Leg.LEXICAL, 1, "b", 30, "c", 10)));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("b", "a", "c");
		assertThat(fused.get(0).score()).isCloseTo(1.0 / 3 + 2.0 / 3, EXACTLY);
		assertThat(fused.get(1).score()).isCloseTo(2.0 / 3, EXACTLY);
		assertThat(fused.get(2).score()).isCloseTo(1.0 / 3, EXACTLY);
	}

	@Test
	void distributionBasedCutsOutliersToItsRange() {
		List<RankedLeg.Entry> entries = new ArrayList<>();
		entries.add(new RankedLeg.Entry("outlier", 1000));
		for (int i = 0; i < 99; i++) {
			entries.add(new RankedLeg.Entry("d" + i, 0));
		}
		double[] contributions = new Fusion.DistributionBased().contributions(entries);
		assertThat(contributions[0]).isEqualTo(1);
		assertThat(contributions[1]).isBetween(0.0, 0.5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 10, 49, 1000 })
	void scoresThatAreAllAlikeContributeHalfOrOneWhateverTheRounding(int size) {
		for (double score : new double[] { 0.1, 0.7, 1.0 / 3, -2.3, 0, 1e-300 }) {
			List<RankedLeg.Entry> entries = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				entries.add(new RankedLeg.Entry("d" + i, score));
			}
			assertThat(new Fusion.DistributionBased().contributions(entries)).containsOnly(0.5);
			assertThat(new Fusion.Convex().contributions(entries)).containsOnly(1);
		}
	}

	@Test
	void convexMapsTheLowestToZeroAndTheHighestToOne() {
		List<FusedEntry> fused = new Fusion.Convex().fuse(
				List.of(leg(Leg.DENSE, 0.7, "a", -1, "b", -2, "c", -5), leg(Leg.LEXICAL, 0.3, "c", 8, "b", 6, "d", 4)));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("a", "b", "c", "d");
		assertThat(fused.get(0).score()).isCloseTo(0.7, EXACTLY);
		assertThat(fused.get(1).score()).isCloseTo(0.7 * 0.75 + 0.3 * 0.5, EXACTLY);
		assertThat(fused.get(2).score()).isCloseTo(0.3, EXACTLY);
		assertThat(fused.get(3).score()).isZero();
	}

	@Test
	void tiesAreInTheOrderOfTheirIds() {
		List<FusedEntry> fused = RRF
			.fuse(List.of(leg(Leg.DENSE, 1, "z", 1, "b", 0.5), leg(Leg.LEXICAL, 1, "a", 1, "y", 0.5)));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("a", "z", "b", "y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rrf", "dbsf", "convex" })
	void aSingleLegKeepsItsScoresWhateverFusionAndWeight(String name) {
		List<FusedEntry> fused = Fusion.named(name).fuse(List.of(leg(Leg.DENSE, 0, "b", 0.9, "a", -0.4)));
		assertThat(fused).containsExactly(new FusedEntry("b", 0.9, Map.of(Leg.DENSE, new LegRank(1, 0.9))),
				new FusedEntry("a", -0.4, Map.of(Leg.DENSE, new LegRank(2, -0.4))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rrf", "dbsf", "convex" })
	void legsThatFoundNothingAddNothing(String name) {
		RankedLeg empty = new RankedLeg(Leg.LEXICAL, 1, List.of());
		List<FusedEntry> fused = Fusion.named(name).fuse(List.of(leg(Leg.DENSE, 1, "a", 2, "b", 1), empty));
		assertThat(fused).extracting(FusedEntry::id).containsExactly("a", "b");
		assertThat(fused.get(0).legs()).containsOnlyKeys(Leg.DENSE);
		assertThat(Fusion.named(name).fuse(List.of(empty))).isEmpty();
		assertThat(Fusion.named(name).fuse(List.of())).isEmpty();
	}

	@Test
	void theKOfReciprocalRankMayBeAsLargeAsANumberIs() {
		assertThat(new Fusion.ReciprocalRank(Integer.MAX_VALUE)
			.contributions(List.of(new RankedLeg.Entry("a", 5), new RankedLeg.Entry("b", 4))))
			.containsExactly(1 / 0x1p31, 1 / (0x1p31 + 1));
	}

	@Test
	void theKOfReciprocalRankIsAtLeastOne() {
		assertThat(new Fusion.ReciprocalRank(1).contributions(List.of(new RankedLeg.Entry("a", 5))))
			.containsExactly(0.5);
		assertThatThrownBy(() -> new Fusion.ReciprocalRank(0)).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("0");
	}

	@Test
	void anUnknownFusionIsRefusedWithTheKnownOnes() {
		assertThatThrownBy(() -> Fusion.named("sum")).isInstanceOf(InvalidInputException.class)
			.hasMessage("Unknown fusion 'sum'. Use rrf, dbsf or convex.");
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, Double.NaN, Double.POSITIVE_INFINITY })
	void aWeightThatIsNegativeOrNotFiniteIsRefused(double weight) {
		assertThatThrownBy(() -> new RankedLeg(Leg.DENSE, weight, List.of())).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("dense");
	}

	private static RankedLeg leg(Leg leg, double weight, Object... idsAndScores) {
		List<RankedLeg.Entry> entries = new ArrayList<>();
		for (int i = 0; i < idsAndScores.length; i += 2) {
			entries.add(new RankedLeg.Entry((String) idsAndScores[i], ((Number) idsAndScores[i + 1]).doubleValue()));
		}
		return new RankedLeg(leg, weight, entries);
	}

}
