package dev.semblance.cli;

import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which collection in PostgreSQL.
 */
final class CollectionOptions {

	@Option(names = "--store-collection", paramLabel = "NAME",
			description = "Collection of the pgvector store (default: " + PgVectorStoreBuilder.DEFAULT_COLLECTION
					+ ").")
	private @Nullable String collection;

	@Option(names = "--store-schema", paramLabel = "NAME",
			description = "Schema of the collection (default: " + PgVectorStoreBuilder.DEFAULT_SCHEMA + ").")
	private @Nullable String schema;

	/**
	 * Tells whether any of it is named.
	 * @return whether it is
	 */
	boolean given() {
		return this.collection != null || this.schema != null;
	}

	String collection() {
		return (this.collection != null) ? this.collection : PgVectorStoreBuilder.DEFAULT_COLLECTION;
	}

	String schema() {
		return (this.schema != null) ? this.schema : PgVectorStoreBuilder.DEFAULT_SCHEMA;
	}

}
