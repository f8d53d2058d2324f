package dev.semblance.cli;

import java.nio.file.Path;

import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.lucene.LuceneStoreBuilder;
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

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--store", paramLabel = "KIND", defaultValue = "memory",
			description = "memory: compares with every vector; lucene: on disk, asks the vector index "
					+ "(default: ${DEFAULT-VALUE}).")
	private StoreKind kind;

	@Option(names = "--store-path", paramLabel = "DIR",
			description = "Folder of the lucene store; kept, and what it holds is not encoded again (default: a "
					+ "temporary folder).")
	private @Nullable Path path;

	@Option(names = "--exact", description = "Compare with every vector in the lucene store, too.")
	private boolean exact;

	@Option(names = "--language", paramLabel = "NAME", defaultValue = "english",
			description = "Language of stemming and stop words, for the lexical leg and for BM25 as the sparse leg "
					+ "(default: ${DEFAULT-VALUE}).")
	private String language;

	/**
	 * Checks that the options go together.
	 */
	void check() {
		if (this.path != null && this.kind != StoreKind.LUCENE) {
			throw new ParameterException(this.command.commandLine(), "--store-path needs --store lucene.");
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
	 * Creates the folder of a store on disk for which no path was given.
	 * @return the folder, {@code null} if none is needed
	 */
	@Nullable TemporaryFolder temporaryFolder() {
		return (this.kind == StoreKind.LUCENE && this.path == null) ? new TemporaryFolder() : null;
	}

	/**
	 * Returns how texts become words.
	 * @return the language
	 */
	String language() {
		return this.language;
	}

	/**
	 * Opens the store.
	 * @param space the space of its dense vectors, if it keeps any
	 * @param sparseSpace the space of its sparse vectors, if it keeps any
	 * @param temporary the folder that {@link #temporaryFolder()} created
	 * @return the store
	 */
	DocumentStore open(@Nullable EmbeddingSpace space, @Nullable SparseSpace sparseSpace,
			@Nullable TemporaryFolder temporary) {
		LuceneStoreBuilder builder = LuceneStore.builder().language(this.language);
		if (space != null) {
			builder.space(space);
		}
		if (sparseSpace != null) {
			builder.sparseSpace(sparseSpace);
		}
		Path directory = (temporary != null) ? temporary.path() : this.path;
		if (directory != null) {
			builder.directory(directory);
		}
		return builder.open();
	}

}
