package dev.semblance.cli;

import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.store.pgvector.DensePrecision;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Writes the statements that create the tables of a collection.
 */
@Command(name = "schema",
		description = "Writes the statements that create the tables of a collection, for a DBA to read and a migration tool "
				+ "to apply. Needs no database. Vectors are those of --model and --sparse-model; without either, there "
				+ "are words only.")
@SuppressWarnings("NullAway.Init")
final class StoreSchemaCommand implements Callable<Integer> {

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Option(names = "--sparse-model", paramLabel = "S",
			description = "Model of the sparse vectors, a hub id or a folder like --model (default: no sparse vectors).")
	private @Nullable String sparseModel;

	@Mixin
	private CollectionOptions collection;

	@Option(names = "--partition-by-tenant",
			description = "Make tables of vectors that can have a partition for each tenant.")
	private boolean partitionByTenant;

	@Option(names = "--language", paramLabel = "NAME", defaultValue = "english",
			description = "Language of stemming and stop words (default: ${DEFAULT-VALUE}).")
	private String language;

	@Option(names = "--precision", paramLabel = "P", defaultValue = "single",
			description = "How the numbers of dense vectors are kept: single or half (default: ${DEFAULT-VALUE}).")
	private DensePrecision precision;

	@Mixin
	private HnswOptions indexes;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		PgVectorStoreBuilder builder = builder();
		try (DenseEncoder dense = this.model.given() ? this.model.model().dense().build() : null;
				SparseEncoder sparse = (this.sparseModel != null)
						? this.model.other(this.sparseModel, null).sparse().build() : null) {
			if (dense != null) {
				builder.space(dense.model());
			}
			if (sparse != null) {
				builder.sparseSpace(sparse.model());
			}
			String script = builder.schemaScript();
			this.result.printText(Map.of("script", script), () -> script);
		}
		return 0;
	}

	private PgVectorStoreBuilder builder() {
		try {
			return this.indexes.applied(PgVectorStore.builder()
				.schema(this.collection.schema())
				.collection(this.collection.collection())
				.partitionByTenant(this.partitionByTenant)
				.language(this.language)
				.precision(this.precision));
		}
		catch (InvalidInputException ex) {
			throw new ParameterException(this.command.commandLine(), ex.getMessage());
		}
	}

}
