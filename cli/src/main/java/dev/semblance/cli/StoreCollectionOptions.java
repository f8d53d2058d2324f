package dev.semblance.cli;

import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where a collection in PostgreSQL is, for commands that are about nothing else.
 */
@SuppressWarnings("NullAway.Init")
final class StoreCollectionOptions {

	@Mixin
	private PostgresOptions postgres;

	@Mixin
	private CollectionOptions names;

	@Option(names = "--store-tenant", paramLabel = "NAME", defaultValue = "",
			description = "Whose documents (default: nobody's in particular).")
	private String tenant;

	/**
	 * Checks the options and connects to the server.
	 * @param connections most connections
	 * @return the place, to be closed after the stores that are opened there
	 */
	PgVectorPlace place(int connections) {
		this.postgres.require();
		this.postgres.check(this.names.schema(), this.names.collection(), this.tenant);
		return PgVectorPlace.kept(this.postgres.server(), connections, this.names.schema(), this.names.collection());
	}

	/**
	 * Starts a store of the collection.
	 * @param place where it is
	 * @return a builder of a store of the tenant
	 */
	PgVectorStoreBuilder builder(PgVectorPlace place) {
		return place.builder().tenant(this.tenant);
	}

}
