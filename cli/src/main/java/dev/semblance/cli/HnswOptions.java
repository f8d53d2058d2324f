package dev.semblance.cli;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.store.pgvector.DenseIndex;
import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import dev.semblance.store.pgvector.SparseIndex;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which indexes a collection in PostgreSQL should have.
 */
@SuppressWarnings("NullAway.Init")
final class HnswOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--dense-index", paramLabel = "KIND", defaultValue = "hnsw",
			description = "How the dense leg searches: hnsw, hnsw-of-signs or none (default: ${DEFAULT-VALUE}).")
	private DenseIndex dense;

	@Option(names = "--sparse-index", paramLabel = "KIND", defaultValue = "none",
			description = "How the sparse leg searches: none or hnsw (default: ${DEFAULT-VALUE}).")
	private SparseIndex sparse;

	@Option(names = "--hnsw-m", paramLabel = "N", defaultValue = "16",
			description = "Connections of a vector in each layer, 2 to 100 (default: ${DEFAULT-VALUE}).")
	private int m;

	@Option(names = "--hnsw-ef-construction", paramLabel = "N", defaultValue = "100",
			description = "Candidates that are looked at when a vector is added, twice --hnsw-m to 1000 (default: "
					+ "${DEFAULT-VALUE}).")
	private int efConstruction;

	/**
	 * Sets the indexes of a store.
	 * @param builder the builder
	 * @param buildMemory megabytes that building an index may take
	 * @return the builder
	 */
	PgVectorStoreBuilder applied(PgVectorStoreBuilder builder, int buildMemory) {
		try {
			return builder.denseIndex(this.dense)
				.sparseIndex(this.sparse)
				.hnsw(new HnswSettings(this.m, this.efConstruction, HnswSettings.DEFAULT.efSearch(), buildMemory));
		}
		catch (InvalidInputException ex) {
			throw new ParameterException(this.command.commandLine(), ex.getMessage());
		}
	}

	PgVectorStoreBuilder applied(PgVectorStoreBuilder builder) {
		return applied(builder, HnswSettings.DEFAULT.buildMemory());
	}

}
