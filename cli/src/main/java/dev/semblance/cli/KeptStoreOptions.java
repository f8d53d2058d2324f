package dev.semblance.cli;

import java.nio.file.Path;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a store is that was filled before.
 */
@SuppressWarnings("NullAway.Init")
final class KeptStoreOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--store", paramLabel = "KIND", defaultValue = "lucene",
			description = "lucene or pgvector (default: ${DEFAULT-VALUE}).")
	private StoreKind kind;

	@Option(names = "--store-path", paramLabel = "DIR", description = "Folder of the lucene store.")
	private @Nullable Path path;

	@Mixin
	private CollectionOptions names;

	/**
	 * Checks that the options go together.
	 * @param postgres where the pgvector store's server is
	 */
	void check(PostgresOptions postgres) {
		if (this.kind == StoreKind.MEMORY) {
			throw wrong("search needs a store that was kept: --store lucene or --store pgvector.");
		}
		postgres.check(this.kind);
		if (this.kind == StoreKind.LUCENE && this.path == null) {
			throw wrong("Missing required option: '--store-path=DIR'");
		}
		if (this.kind == StoreKind.PGVECTOR && this.path != null) {
			throw wrong("--store-path needs --store lucene.");
		}
		if (this.kind != StoreKind.PGVECTOR && this.names.given()) {
			throw wrong("--store-collection and --store-schema need --store pgvector.");
		}
		postgres.check(this.names.schema(), this.names.collection());
	}

	/**
	 * Returns where the store is.
	 * @param postgres where the pgvector store's server is
	 * @return the place, to be closed after the store
	 */
	StorePlace place(PostgresOptions postgres) {
		return (this.path != null) ? LucenePlace.kept(this.path)
				: PgVectorPlace.kept(postgres.server(), 1, this.names.schema(), this.names.collection());
	}

	/**
	 * Returns the complaint about a store from which no {@link CorpusStatistics} come.
	 * @return the complaint
	 */
	InvalidInputException lacksStatistics() {
		return (this.kind == StoreKind.PGVECTOR)
				? new InvalidInputException(
						"BM25 as the sparse leg needs statistics of all words, which a pgvector store does not keep.",
						"Ask --legs dense,lexical, or name the --sparse-model that filled the store.")
				: new InvalidInputException("The store holds no words that BM25 could weigh.",
						"Fill it first, or ask another leg.");
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
