package dev.semblance.cli;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.store.pgvector.PgVectorStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where the pgvector store's server is.
 */
@SuppressWarnings("NullAway.Init")
final class PostgresOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--store-url", paramLabel = "JDBC_URL",
			description = "Database of the pgvector store: jdbc:postgresql://HOST:PORT/DATABASE. User and password are "
					+ "in it (?user=U&password=P), or in the environment variables PGUSER and PGPASSWORD, which nobody "
					+ "sees in the list of processes.")
	private @Nullable String url;

	/**
	 * Checks that the options go together.
	 * @param kind the kind of the store
	 */
	void check(StoreKind kind) {
		if (this.url != null && kind != StoreKind.PGVECTOR) {
			throw wrong("--store-url needs --store pgvector.");
		}
		if (this.url == null && kind == StoreKind.PGVECTOR) {
			throw wrong("--store pgvector needs --store-url.");
		}
	}

	/**
	 * Requires a server, for a command that needs one.
	 */
	void require() {
		if (this.url == null) {
			throw wrong("Missing required option: '--store-url=JDBC_URL'");
		}
	}

	/**
	 * Checks that names can be those of a schema and a collection.
	 * @param schema the schema
	 * @param collection the collection
	 */
	void check(String schema, String collection) {
		check(schema, collection, "");
	}

	/**
	 * Checks that names can be those of a schema, a collection and a tenant.
	 * @param schema the schema
	 * @param collection the collection
	 * @param tenant the tenant
	 */
	void check(String schema, String collection, String tenant) {
		try {
			PgVectorStore.builder().schema(schema).collection(collection).tenant(tenant);
		}
		catch (InvalidInputException ex) {
			throw wrong(ex.getMessage());
		}
	}

	/**
	 * Returns the server.
	 * @return the server, not yet connected to
	 */
	PostgresServer server() {
		if (this.url == null) {
			throw new IllegalStateException("The options were checked to have a URL.");
		}
		return PostgresServer.at(this.url, System.getenv());
	}

	private ParameterException wrong(@Nullable String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
