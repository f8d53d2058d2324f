package dev.semblance.cli;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * When the indexes of a collection are built, and with how much memory.
 */
@SuppressWarnings("NullAway.Init")
final class BuildOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--index-from", paramLabel = "N", defaultValue = "" + PgVectorStoreBuilder.DEFAULT_INDEX_FROM,
			description = "Documents from which on a collection has HNSW indexes (default: ${DEFAULT-VALUE}).")
	private int indexFrom;

	@Option(names = "--build-memory", paramLabel = "MB", defaultValue = "1024",
			description = "Memory that building an index may take on the server, if its maintenance_work_mem is less "
					+ "(default: ${DEFAULT-VALUE}).")
	private int buildMemory;

	/**
	 * Sets how the indexes of a store are built.
	 * @param builder the builder
	 * @param indexes which indexes it should have
	 * @return the builder
	 */
	PgVectorStoreBuilder applied(PgVectorStoreBuilder builder, HnswOptions indexes) {
		try {
			return indexes.applied(builder.indexFrom(this.indexFrom), this.buildMemory);
		}
		catch (InvalidInputException ex) {
			throw new ParameterException(this.command.commandLine(), ex.getMessage());
		}
	}

}
