package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import dev.semblance.retrieval.fusion.RankedLeg;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BytesRef;

/**
 * Compares documents with a vector and keeps the nearest; of equally near ones those with
 * the first ids.
 */
final class NearestCollector implements Collector {

	private static final Comparator<Near> BEST_FIRST = Comparator.comparingDouble(Near::score)
		.reversed()
		.thenComparing(Near::id);

	private final VectorComparison comparison;

	private final int size;

	private final PriorityQueue<Near> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

	NearestCollector(VectorComparison comparison, int size) {
		this.comparison = comparison;
		this.size = size;
	}

	@Override
	public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
		VectorComparison.OfSegment segment = this.comparison.in(context);
		SortedDocValues ids = DocValues.getSorted(context.reader(), DocumentFields.ID);
		return new LeafCollector() {

			@Override
			public void setScorer(Scorable scorer) {
				// The scores of the query are not looked at.
			}

			@Override
			public void collect(int number) throws IOException {
				double similarity = segment.similarity(number);
				if (!Double.isNaN(similarity)) {
					offer(similarity, ids, number);
				}
			}

		};
	}

	private void offer(double score, SortedDocValues ids, int number) throws IOException {
		Near worst = (this.worstFirst.size() == this.size) ? this.worstFirst.peek() : null;
		if (worst != null && score < worst.score()) {
			return;
		}
		if (!ids.advanceExact(number)) {
			throw new IOException("Document number %d has no id.".formatted(number));
		}
		Near near = new Near(score, BytesRef.deepCopyOf(ids.lookupOrd(ids.ordValue())));
		if (worst == null) {
			this.worstFirst.add(near);
		}
		else if (BEST_FIRST.compare(near, worst) < 0) {
			this.worstFirst.poll();
			this.worstFirst.add(near);
		}
	}

	@Override
	public ScoreMode scoreMode() {
		return ScoreMode.COMPLETE_NO_SCORES;
	}

	private record Near(double score, BytesRef id) {
	}

	/**
	 * Makes the collectors of one search and joins what they kept.
	 */
	record Manager(VectorComparison comparison,
			int size) implements CollectorManager<NearestCollector, List<RankedLeg.Entry>> {

		@Override
		public NearestCollector newCollector() {
			return new NearestCollector(this.comparison, this.size);
		}

		@Override
		public List<RankedLeg.Entry> reduce(Collection<NearestCollector> collectors) throws IOException {
			List<Near> nearest = collectors.stream()
				.flatMap((collector) -> collector.worstFirst.stream())
				.sorted(BEST_FIRST)
				.limit(this.size)
				.toList();
			List<RankedLeg.Entry> entries = new ArrayList<>(nearest.size());
			for (Near near : nearest) {
				entries.add(new RankedLeg.Entry(CodeUnits.decode(near.id()), near.score()));
			}
			return entries;
		}

	}

}
