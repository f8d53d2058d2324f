package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.Objects;

import dev.semblance.retrieval.filter.MetadataFilter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * A metadata filter as a query. One query for the whole filter, rather than one per
 * condition, so that Lucene's limit on the number of clauses does not limit filters.
 */
final class MetadataFilterQuery extends Query {

	private final MetadataFilter filter;

	MetadataFilterQuery(MetadataFilter filter) {
		this.filter = filter;
	}

	@Override
	public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
		return new ConstantScoreWeight(this, boost) {

			@Override
			public Scorer scorer(LeafReaderContext context) throws IOException {
				return scorerSupplier(context).get(Long.MAX_VALUE);
			}

			@Override
			public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
				FixedBitSet matching = new SegmentFilter(searcher, context).matching(MetadataFilterQuery.this.filter);
				long cost = matching.cardinality();
				Scorer scorer = new ConstantScoreScorer(this, score(), scoreMode, new BitSetIterator(matching, cost));
				return new ScorerSupplier() {

					@Override
					public Scorer get(long leadCost) {
						return scorer;
					}

					@Override
					public long cost() {
						return cost;
					}

				};
			}

			@Override
			public boolean isCacheable(LeafReaderContext context) {
				return true;
			}

		};
	}

	@Override
	public void visit(QueryVisitor visitor) {
		visitor.visitLeaf(this);
	}

	@Override
	public String toString(String field) {
		return this.filter.toString();
	}

	@Override
	public boolean equals(Object other) {
		return sameClassAs(other) && this.filter.equals(((MetadataFilterQuery) other).filter);
	}

	@Override
	public int hashCode() {
		return Objects.hash(classHash(), this.filter);
	}

}
