package dev.semblance.benchmarks.pgvector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import dev.semblance.encoders.SparseVector;

/**
 * Finds the true neighbours by comparing with every document.
 */
final class ExactSearch {

	private ExactSearch() {
	}

	/**
	 * Searches by dense vectors.
	 * @param documents vectors of unit length
	 * @param queries vectors of unit length
	 * @param kept which documents may be found, by their places
	 * @return the neighbours of each query
	 */
	static List<Neighbours> dense(List<float[]> documents, List<float[]> queries, IntPredicate kept) {
		float[][] all = documents.toArray(float[][]::new);
		return queries.parallelStream().map((query) -> {
			Neighbours neighbours = Neighbours.none();
			for (int row = 0; row < all.length; row++) {
				if (kept.test(row)) {
					neighbours.offer(row, (float) product(query, all[row]));
				}
			}
			return neighbours;
		}).toList();
	}

	/**
	 * Searches by sparse vectors. Only documents that share a dimension are found.
	 * @param documents vectors
	 * @param queries vectors
	 * @return the neighbours of each query
	 */
	static List<Neighbours> sparse(List<SparseVector> documents, List<SparseVector> queries) {
		Map<Integer, List<Integer>> postings = new HashMap<>();
		for (int row = 0; row < documents.size(); row++) {
			for (int dimension : documents.get(row).indices()) {
				postings.computeIfAbsent(dimension, (key) -> new ArrayList<>()).add(row);
			}
		}
		return queries.parallelStream().map((query) -> {
			Neighbours neighbours = Neighbours.none();
			IntStream.of(query.indices())
				.boxed()
				.flatMap((dimension) -> postings.getOrDefault(dimension, List.of()).stream())
				.distinct()
				.sorted()
				.forEach((row) -> neighbours.offer(row, (float) query.dot(documents.get(row))));
			return neighbours;
		}).toList();
	}

	/** In double precision, so that the order does not depend on that of the sums. */
	private static double product(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += (double) left[i] * right[i];
		}
		return sum;
	}

}
