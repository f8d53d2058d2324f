package dev.semblance.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.SparseModel;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A collection in PostgreSQL, and the pool of connections to it.
 */
final class PgVectorPlace implements StorePlace {

	private final HikariDataSource pool;

	private final String schema;

	private final String collection;

	private final @Nullable TemporarySchema temporary;

	private PgVectorPlace(HikariDataSource pool, String schema, String collection,
			@Nullable TemporarySchema temporary) {
		this.pool = pool;
		this.schema = schema;
		this.collection = collection;
		this.temporary = temporary;
	}

	/**
	 * Names a collection that stays.
	 * @param server where it is
	 * @param connections most connections
	 * @param schema its schema
	 * @param collection its name
	 * @return the place
	 */
	static PgVectorPlace kept(PostgresServer server, int connections, String schema, String collection) {
		return new PgVectorPlace(server.pool(connections), schema, collection, null);
	}

	/**
	 * Makes a schema that is dropped in the end.
	 * @param server where it is to be
	 * @param connections most connections
	 * @return the place
	 */
	static PgVectorPlace temporary(PostgresServer server, int connections) {
		HikariDataSource pool = server.pool(connections);
		TemporarySchema temporary = new TemporarySchema(server);
		return new PgVectorPlace(pool, temporary.name(), PgVectorStoreBuilder.DEFAULT_COLLECTION, temporary);
	}

	@Override
	public DocumentStore open(String language, @Nullable DenseModel dense, @Nullable SparseModel sparse) {
		PgVectorStoreBuilder builder = builder().language(language);
		if (dense != null) {
			builder.space(dense);
		}
		if (sparse != null) {
			builder.sparseSpace(sparse);
		}
		try {
			return builder.open();
		}
		catch (StoreException ex) {
			keepOtherVectors(builder, dense, sparse, ex);
			return builder.open();
		}
	}

	/**
	 * A kept collection may have vectors that this run does not ask for.
	 */
	private void keepOtherVectors(PgVectorStoreBuilder builder, @Nullable DenseModel dense,
			@Nullable SparseModel sparse, StoreException refusal) {
		try (DocumentStore recorded = builder().openAsRecorded()) {
			EmbeddingSpace space = recorded.space();
			SparseSpace sparseSpace = recorded.sparseSpace();
			if (dense == null && space != null) {
				builder.space(space);
			}
			if (sparse == null && sparseSpace != null) {
				builder.sparseSpace(sparseSpace);
			}
		}
		catch (StoreException ex) {
			throw refusal;
		}
	}

	@Override
	public DocumentStore openAsRecorded() {
		return builder().openAsRecorded();
	}

	@Override
	public void close() {
		this.pool.close();
		if (this.temporary != null) {
			this.temporary.close();
		}
	}

	/**
	 * Starts a store of the collection.
	 * @return the builder
	 */
	PgVectorStoreBuilder builder() {
		return PgVectorStore.builder().dataSource(this.pool).schema(this.schema).collection(this.collection);
	}

}
