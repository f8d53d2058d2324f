package dev.semblance.store.pgvector.internal.reembedding;

import java.util.function.Function;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.index.IndexPlan;
import dev.semblance.store.pgvector.internal.schema.CollectionName;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceRegister;
import org.jspecify.annotations.Nullable;

/**
 * What work on a collection's spaces needs to know, whichever space it is.
 *
 * @param database where the collection is
 * @param searched where it is searched
 * @param extension where types and functions are
 * @param collection the collection
 * @param tenant whose documents queries are about
 * @param indexes which indexes a space should have, by its dense description; none for a
 * sparse one
 * @param efSearch candidates that an HNSW search keeps
 * @param exactBelow documents that a filter may leave to be compared with one by one
 * @param indexFrom vectors from which on a table gets an index
 * @param mayCreate whether tables and indexes may be made
 */
public record SpaceSettings(Database database, Database searched, Extension extension, CollectionName collection,
		String tenant, Function<@Nullable SpaceDescription, IndexPlan> indexes, int efSearch, int exactBelow,
		int indexFrom, boolean mayCreate) {

	/**
	 * Returns the database, with time for looking at all documents and vectors.
	 */
	Database lookingAtAll() {
		return this.database.allowing(LackingDocuments.LONGEST_LOOK);
	}

	SpaceRegister register() {
		return new SpaceRegister(this.database, this.extension, this.collection);
	}

	IndexPlan plan(SpaceDescription space) {
		return this.indexes.apply((space.kind() == SpaceDescription.Kind.DENSE) ? space : null);
	}

}
