package dev.semblance.encoders;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class SparseVectorTests {

	private static final int DIMENSIONS = 30;

	@RepeatedTest(50)
	void productsAreThoseOfTheFullVectors(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		float[] left = full(random);
		float[] right = full(random);
		double expected = IntStream.range(0, DIMENSIONS).mapToDouble((i) -> left[i] * right[i]).sum();
		SparseVector sparse = sparse(left);
		assertThat(sparse.dot(sparse(right))).isCloseTo(expected, within(1e-5));
		assertThat(sparse(right).dot(sparse)).isCloseTo(expected, within(1e-5));
		SparseVector common = sparse.intersection(sparse(right));
		for (int entry = 0; entry < common.activeDimensions(); entry++) {
			int dimension = common.indices()[entry];
			assertThat(common.values()[entry]).isEqualTo(left[dimension] * right[dimension]);
		}
		assertThat((long) common.activeDimensions())
			.isEqualTo(IntStream.range(0, DIMENSIONS).filter((i) -> left[i] != 0 && right[i] != 0).count());
	}

	@RepeatedTest(50)
	void nothingThatIsCutIsLargerThanWhatIsKept(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		float[] values = full(random);
		int limit = 1 + random.nextInt(DIMENSIONS);
		SparseVector all = sparse(values);
		SparseVector top = all.top(limit);
		assertThat(top.activeDimensions()).isEqualTo(Math.min(limit, all.activeDimensions()));
		float smallestKept = Float.MAX_VALUE;
		float[] rest = values.clone();
		for (int entry = 0; entry < top.activeDimensions(); entry++) {
			int dimension = top.indices()[entry];
			assertThat(top.values()[entry]).isEqualTo(values[dimension]);
			smallestKept = Math.min(smallestKept, Math.abs(values[dimension]));
			rest[dimension] = 0;
		}
		for (float cut : rest) {
			assertThat(Math.abs(cut)).isLessThanOrEqualTo(smallestKept);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void aTopOfNothingIsRefused(int limit) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> sparse(new float[] { 1, 2 }).top(limit))
			.withMessage("The limit of active dimensions is %d. Keep 1 or more.".formatted(limit));
	}

	@ParameterizedTest
	@MethodSource
	void indicesAndValuesThatDoNotBelongTogetherAreRefused(int[] indices, float[] values) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new SparseVector(DIMENSIONS, indices, values));
	}

	static List<Object[]> indicesAndValuesThatDoNotBelongTogetherAreRefused() {
		return List.of(new Object[] { new int[] { 1 }, new float[] { 1, 2 } },
				new Object[] { new int[] { 2, 1 }, new float[] { 1, 2 } },
				new Object[] { new int[] { 1, 1 }, new float[] { 1, 2 } },
				new Object[] { new int[] { -1 }, new float[] { 1 } },
				new Object[] { new int[] { DIMENSIONS }, new float[] { 1 } },
				new Object[] { new int[] { 1 }, new float[] { Float.NaN } },
				new Object[] { new int[] { 1 }, new float[] { Float.POSITIVE_INFINITY } });
	}

	@Test
	void vectorsOfDifferentModelsAreRefused() {
		SparseVector other = new SparseVector(3, new int[0], new float[0]);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> sparse(new float[DIMENSIONS]).dot(other))
			.withMessage("Sparse vectors of 30 and 3 dimensions cannot be compared. Use vectors of the same model.");
	}

	@Test
	void sparsityIsTheMeanOverAllVectors() {
		Sparsity sparsity = Sparsity.of(List.of(new SparseVector(10, new int[] { 1, 2, 3 }, new float[] { 1, 1, 1 }),
				new SparseVector(10, new int[] { 4 }, new float[] { 1 })));
		assertThat(sparsity.activeDimensions()).isEqualTo(2);
		assertThat(sparsity.ratio()).isCloseTo(0.8, within(1e-12));
	}

	@Test
	void noVectorsAreEntirelySparse() {
		assertThat(Sparsity.of(List.of())).isEqualTo(new Sparsity(0, 1));
	}

	private static SparseVector sparse(float[] full) {
		int[] indices = IntStream.range(0, full.length).filter((i) -> full[i] != 0).toArray();
		float[] values = new float[indices.length];
		for (int i = 0; i < indices.length; i++) {
			values[i] = full[indices[i]];
		}
		return new SparseVector(full.length, indices, values);
	}

	private static float[] full(Random random) {
		float[] values = new float[DIMENSIONS];
		int active = random.nextInt(DIMENSIONS);
		Arrays.setAll(new Object[active], (ignored) -> values[random.nextInt(DIMENSIONS)] = random.nextInt(9) - 4);
		return values;
	}

}
