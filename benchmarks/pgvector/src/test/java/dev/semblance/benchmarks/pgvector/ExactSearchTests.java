package dev.semblance.benchmarks.pgvector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.semblance.encoders.SparseVector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExactSearchTests {

	@Test
	void findsTheNearest() {
		Random random = new Random(1);
		List<float[]> documents = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			documents.add(new float[] { random.nextFloat(), random.nextFloat() });
		}
		float[] query = { 0.5f, -1 };
		Neighbours found = ExactSearch.dense(documents, List.of(query), (row) -> row % 2 == 0).get(0);
		assertThat(found.rows()).containsExactly(IntStream.range(0, 100)
			.filter((row) -> row % 2 == 0)
			.boxed()
			.sorted(Comparator.comparing((row) -> documents.get(row)[1] - 0.5f * documents.get(row)[0]))
			.limit(Neighbours.COUNT)
			.mapToInt(Integer::intValue)
			.toArray());
		assertThat(found.scores()[0])
			.isEqualTo(0.5f * documents.get(found.rows()[0])[0] - documents.get(found.rows()[0])[1]);
	}

	@Test
	void findsOnlyWhatSharesADimension() {
		List<SparseVector> documents = List.of(sparse(1, 2), sparse(3), sparse(2, 3), sparse());
		Neighbours found = ExactSearch.sparse(documents, List.of(sparse(1, 2))).get(0);
		assertThat(found.rows()).startsWith(0, 2, -1);
		assertThat(found.scores()).startsWith(2, 1);
	}

	private static SparseVector sparse(int... indices) {
		float[] ones = new float[indices.length];
		Arrays.fill(ones, 1);
		return new SparseVector(10, indices, ones);
	}

}
