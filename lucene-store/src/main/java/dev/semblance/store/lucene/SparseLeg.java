package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.fusion.RankedLeg;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sparse vectors of the largest inner products, exactly. The index keeps the
 * values of a vector rounded down, skips documents that cannot be among the best, and
 * proposes some; those are compared by their stored vectors. If the worst that is kept is
 * not clearly better than the last that was proposed, more are asked for.
 */
final class SparseLeg {

	/** How many times the window is proposed at first, and grows if it was too few. */
	private static final int PROPOSED_PER_WANTED = 4;

	private static final int FEWEST_PROPOSED = 100;

	/** From here on it is cheaper to compare with every document that matches. */
	private static final int MOST_PROPOSED = 100_000;

	/**
	 * Largest ratio of an inner product to the score of the index: a value loses less
	 * than one part in 256 by losing all but 8 bits of its fraction, and scores are
	 * rounded to floats.
	 */
	private static final double LARGEST_RATIO = 1 + 1 / 256.0 + 1e-5;

	private final SparseVector wanted;

	private final Query anyDimension;

	/**
	 * Creates a leg.
	 * @param wanted the query's vector, checked
	 */
	SparseLeg(SparseVector wanted) {
		this.wanted = wanted;
		this.anyDimension = new TermInSetQuery(DocumentFields.SPARSE,
				IntStream.of(wanted.indices()).mapToObj(DocumentFields::dimension).map(BytesRef::new).toList());
	}

	List<RankedLeg.Entry> best(IndexSearcher searcher, int window, @Nullable Query filter) throws IOException {
		if (this.wanted.activeDimensions() == 0) {
			return List.of();
		}
		if (this.wanted.activeDimensions() <= IndexSearcher.getMaxClauseCount()) {
			Query query = filtered(scored(), filter);
			int size = Math.max(PROPOSED_PER_WANTED * window, FEWEST_PROPOSED);
			while (size <= MOST_PROPOSED) {
				ScoreDoc[] proposed = searcher.search(query, size).scoreDocs;
				List<RankedLeg.Entry> best = compare(searcher, window, proposed);
				if (proposed.length < size || isBetter(best, window, proposed[size - 1])) {
					return best;
				}
				size *= PROPOSED_PER_WANTED;
			}
		}
		return searcher.search(filtered(this.anyDimension, filter), manager(window));
	}

	/**
	 * Tells whether all that is wanted was found and is better than whatever comes after
	 * the last document that was proposed.
	 */
	private static boolean isBetter(List<RankedLeg.Entry> best, int window, ScoreDoc last) {
		// The smallest normal number stands for all that was rounded to zero.
		double bound = last.score * LARGEST_RATIO + Float.MIN_NORMAL;
		return best.size() == window && best.get(window - 1).score() > bound;
	}

	private Query scored() {
		BooleanQuery.Builder anyDimension = new BooleanQuery.Builder();
		for (int i = 0; i < this.wanted.activeDimensions(); i++) {
			Query value = FeatureField.newLinearQuery(DocumentFields.SPARSE,
					DocumentFields.dimension(this.wanted.indices()[i]), 1);
			anyDimension.add(new BoostQuery(value, this.wanted.values()[i]), BooleanClause.Occur.SHOULD);
		}
		return anyDimension.build();
	}

	private static Query filtered(Query query, @Nullable Query filter) {
		if (filter == null) {
			return query;
		}
		return new BooleanQuery.Builder().add(query, BooleanClause.Occur.MUST)
			.add(filter, BooleanClause.Occur.FILTER)
			.build();
	}

	private List<RankedLeg.Entry> compare(IndexSearcher searcher, int window, ScoreDoc[] proposed) throws IOException {
		ScoreDoc[] ascending = proposed.clone();
		Arrays.sort(ascending, Comparator.comparingInt((found) -> found.doc));
		List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
		NearestCollector collector = manager(window).newCollector();
		LeafReaderContext segment = null;
		LeafCollector inSegment = null;
		for (ScoreDoc found : ascending) {
			if (segment == null || inSegment == null || found.doc >= segment.docBase + segment.reader().maxDoc()) {
				segment = segments.get(ReaderUtil.subIndex(found.doc, segments));
				inSegment = collector.getLeafCollector(segment);
			}
			inSegment.collect(found.doc - segment.docBase);
		}
		return manager(window).reduce(List.of(collector));
	}

	private NearestCollector.Manager manager(int window) {
		return new NearestCollector.Manager(new SparseComparison(this.wanted), window);
	}

}
