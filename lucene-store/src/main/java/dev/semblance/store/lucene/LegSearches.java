package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.List;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import dev.semblance.retrieval.store.LegQuery;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the legs are asked and says how each answers.
 */
final class LegSearches {

	private final LexicalLeg lexical;

	private final VectorSpaces spaces;

	LegSearches(Analyzer analyzer, VectorSpaces spaces) {
		this.lexical = new LexicalLeg(analyzer);
		this.spaces = spaces;
	}

	LegSearch of(LegQuery query) {
		Ranking ranking = ranking(query);
		return (searcher, window, filter) -> new RankedLeg(query.leg(), query.weight(),
				ranking.of(searcher, window, filter));
	}

	private Ranking ranking(LegQuery query) {
		if (query instanceof LegQuery.DenseQuery dense) {
			return dense(dense);
		}
		if (query instanceof LegQuery.SparseQuery sparse) {
			return sparse(sparse);
		}
		String text = ((LegQuery.LexicalQuery) query).text();
		return (searcher, window, filter) -> this.lexical.best(searcher, text, window, filter);
	}

	private Ranking dense(LegQuery.DenseQuery query) {
		DenseVectors vectors = this.spaces.dense();
		if (vectors == null) {
			throw KeptVectors.noDenseLeg();
		}
		DenseLeg leg = new DenseLeg(vectors);
		float[] vector = vectors.checked(query.vector(), "The query");
		return query.exact() ? (searcher, window, filter) -> leg.exact(searcher, vector, window, filter)
				: (searcher, window, filter) -> leg.nearest(searcher, vector, window, filter);
	}

	private Ranking sparse(LegQuery.SparseQuery query) {
		SparseVectors vectors = this.spaces.sparse();
		if (vectors == null) {
			throw KeptVectors.noSparseLeg();
		}
		SparseVector vector = vectors.checked(query.vector(), "The query");
		SparseLeg leg = new SparseLeg(vector);
		return leg::best;
	}

	/**
	 * One leg of a search that was checked.
	 */
	interface LegSearch {

		RankedLeg run(IndexSearcher searcher, int window, @Nullable Query filter) throws IOException;

	}

	private interface Ranking {

		List<RankedLeg.Entry> of(IndexSearcher searcher, int window, @Nullable Query filter) throws IOException;

	}

}
