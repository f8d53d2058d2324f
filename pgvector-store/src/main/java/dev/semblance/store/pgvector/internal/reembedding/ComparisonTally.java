package dev.semblance.store.pgvector.internal.reembedding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.store.pgvector.reembedding.SpaceComparison;

/**
 * Counts how alike results are.
 */
final class ComparisonTally {

	private final int k;

	private int queries;

	private double overlaps;

	private double smallest = 1;

	private int sameFirst;

	ComparisonTally(int k) {
		this.k = k;
	}

	/**
	 * Adds what two spaces have found for one query, best first. Where both find nothing
	 * they agree.
	 */
	void add(List<String> left, List<String> right) {
		int larger = Math.max(left.size(), right.size());
		Set<String> both = new HashSet<>(left);
		both.retainAll(Set.copyOf(right));
		double overlap = (larger > 0) ? (double) both.size() / larger : 1;
		this.queries++;
		this.overlaps += overlap;
		this.smallest = Math.min(this.smallest, overlap);
		this.sameFirst += left.stream().findFirst().equals(right.stream().findFirst()) ? 1 : 0;
	}

	int queries() {
		return this.queries;
	}

	SpaceComparison result() {
		return new SpaceComparison(this.queries, this.k, this.overlaps / this.queries, this.smallest,
				(double) this.sameFirst / this.queries);
	}

}
