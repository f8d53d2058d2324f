package dev.semblance.store.pgvector.internal.index;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.DenseIndex;
import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.SparseIndex;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.schema.StoreDescription;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.search.VectorComparison;
import dev.semblance.store.pgvector.internal.search.VectorSigns;

/**
 * Which indexes a collection should have.
 *
 * @param dense how the dense leg searches
 * @param sparse how the sparse leg searches
 * @param settings how indexes are built
 */
public record IndexPlan(DenseIndex dense, SparseIndex sparse, HnswSettings settings) {

	private static final String HNSW = "hnsw";

	/**
	 * Describes the indexes.
	 * @param tables the tables
	 * @param description what is in them
	 * @param extension names types and operators
	 * @return the indexes
	 */
	public List<HnswIndex> of(Tables tables, StoreDescription description, Extension extension) {
		List<HnswIndex> indexes = new ArrayList<>();
		SpaceDescription denseSpace = description.dense();
		if (denseSpace != null && tables.denseLeaf() != null && this.dense != DenseIndex.NONE) {
			indexes.add(new HnswIndex(tables, tables.denseLeaf(),
					(this.dense == DenseIndex.HNSW_OF_SIGNS) ? HnswIndex.OF_SIGNS : HNSW,
					denseExpression(denseSpace, extension), this.settings));
		}
		SpaceDescription sparseSpace = description.sparse();
		if (sparseSpace != null && tables.sparseLeaf() != null && this.sparse == SparseIndex.HNSW) {
			indexes.add(new HnswIndex(tables, tables.sparseLeaf(), HNSW, compared(sparseSpace, "sparsevec", extension),
					this.settings));
		}
		return indexes;
	}

	private String denseExpression(SpaceDescription space, Extension extension) {
		if (this.dense == DenseIndex.HNSW_OF_SIGNS) {
			return new VectorSigns(extension, space.dimensions()).indexed("embedding");
		}
		return compared(space, (space.precision() == Precision.HALF) ? "halfvec" : "vector", extension);
	}

	private static String compared(SpaceDescription space, String type, Extension extension) {
		return "embedding " + new VectorComparison(extension, space.similarity()).operatorClass(type);
	}

}
