package dev.semblance.cli;

import java.nio.file.Path;

import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where an evaluation keeps its documents.
 */
@SuppressWarnings("NullAway.Init")
final class StoreOptions {

	/** One is used, one more while an index is built. */
	private static final int CONNECTIONS = 2;

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--store", paramLabel = "KIND", defaultValue = "memory",
			description = "memory: compares with every vector; lucene: on disk, asks the vector index; pgvector: in "
					+ "PostgreSQL, asks the vector index, which it builds from "
					+ PgVectorStoreBuilder.DEFAULT_INDEX_FROM + " documents on (default: ${DEFAULT-VALUE}).")
	private StoreKind kind;

	@Option(names = "--store-path", paramLabel = "DIR",
			description = "Folder of the lucene store; kept, and what it holds is not encoded again (default: a "
					+ "temporary folder).")
	private @Nullable Path path;

	@Option(names = "--store-collection", paramLabel = "NAME",
			description = "Collection of the pgvector store; kept, and what it holds is not encoded again (default: a "
					+ "schema of its own, " + TemporarySchema.PREFIX + "... with a random name, which is dropped in "
					+ "the end; it stays if the process is killed).")
	private @Nullable String collection;

	@Option(names = "--store-schema", paramLabel = "NAME",
			description = "Schema of the collection (default: " + PgVectorStoreBuilder.DEFAULT_SCHEMA + ").")
	private @Nullable String schema;

	@Option(names = "--exact", description = "Compare with every vector in the lucene and the pgvector store, too.")
	private boolean exact;

	@Option(names = "--language", paramLabel = "NAME", defaultValue = "english",
			description = "Language of stemming and stop words, for the lexical leg and for BM25 as the sparse leg "
					+ "(default: ${DEFAULT-VALUE}).")
	private String language;

	/**
	 * Checks that the options go together.
	 * @param postgres where the pgvector store's server is
	 */
	void check(PostgresOptions postgres) {
		if (this.path != null && this.kind != StoreKind.LUCENE) {
			throw wrong("--store-path needs --store lucene.");
		}
		if (this.collection != null && this.kind != StoreKind.PGVECTOR) {
			throw wrong("--store-collection needs --store pgvector.");
		}
		if (this.schema != null && this.collection == null) {
			throw wrong("--store-schema needs --store-collection.");
		}
		postgres.check(this.kind);
		if (this.collection != null) {
			postgres.check(schema(), this.collection);
		}
	}

	/**
	 * Tells how the dense leg searches.
	 * @return whether every vector is compared with
	 */
	boolean exact() {
		return this.exact || this.kind == StoreKind.MEMORY;
	}

	/**
	 * Returns how texts become words.
	 * @return the language
	 */
	String language() {
		return this.language;
	}

	/**
	 * Names the option that keeps collections apart.
	 * @return the option
	 */
	String keepingApart() {
		return (this.kind == StoreKind.PGVECTOR) ? "--store-collection" : "--store-path";
	}

	/**
	 * Returns where the store is to be opened.
	 * @param postgres where the pgvector store's server is
	 * @return the place, to be closed after the store
	 */
	StorePlace place(PostgresOptions postgres) {
		return switch (this.kind) {
			case MEMORY -> LucenePlace.inMemory();
			case LUCENE -> (this.path != null) ? LucenePlace.kept(this.path) : LucenePlace.temporary();
			case PGVECTOR -> (this.collection != null)
					? PgVectorPlace.kept(postgres.server(), CONNECTIONS, schema(), this.collection)
					: PgVectorPlace.temporary(postgres.server(), CONNECTIONS);
		};
	}

	private String schema() {
		return (this.schema != null) ? this.schema : PgVectorStoreBuilder.DEFAULT_SCHEMA;
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
