package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.store.pgvector.DensePrecision;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import dev.semblance.store.pgvector.reembedding.FillReport;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Gives a collection in PostgreSQL the vectors of another model.
 */
@Command(name = "reembed",
		description = "Gives a collection in PostgreSQL the vectors of another model, beside those that it serves, and builds "
				+ "their index, while the collection is in use. Run it again after whatever ended it: it goes on where it "
				+ "stood; several may run at once. It fills in the documents of all tenants, so connect as the owner of "
				+ "the tables.")
@SuppressWarnings("NullAway.Init")
final class StoreReembedCommand implements Callable<Integer> {

	/** One fills or builds, one asks how far a build is. */
	private static final int CONNECTIONS = 2;

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Option(names = "--kind", paramLabel = "KIND",
			description = "Which vectors: dense or sparse (default: those that the model makes).")
	private @Nullable ModelKind kind;

	@Option(names = "--precision", paramLabel = "P", defaultValue = "single",
			description = "How the numbers of dense vectors are kept: single or half (default: ${DEFAULT-VALUE}).")
	private DensePrecision precision;

	@Option(names = "--rate", paramLabel = "N",
			description = "Documents to encode in a second at most (default: as many as can be).")
	private @Nullable Double rate;

	@Option(names = "--switch", description = "Serve the new vectors as soon as all are there.")
	private boolean switchOver;

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private HnswOptions indexes;

	@Mixin
	private BuildOptions build;

	@Mixin
	private ProgressOptions progress;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		FillSettings settings = settings();
		ModelReference reference = this.model.model();
		try (PgVectorPlace place = this.collection.place(CONNECTIONS)) {
			PgVectorStoreBuilder builder = this.build.applied(this.collection.builder(place), this.indexes)
				.precision(this.precision);
			if (kind(reference) == ModelKind.SPARSE) {
				try (SparseEncoder encoder = reference.sparse().build();
						Reembedding reembedding = builder.reembed(encoder)) {
					run(reembedding, settings);
				}
			}
			else {
				try (DenseEncoder encoder = reference.dense().build();
						Reembedding reembedding = builder.reembed(encoder)) {
					run(reembedding, settings);
				}
			}
		}
		return 0;
	}

	private FillSettings settings() {
		try {
			return (this.rate != null) ? new FillSettings(this.rate) : FillSettings.UNTHROTTLED;
		}
		catch (InvalidInputException ex) {
			throw wrong(ex.getMessage());
		}
	}

	private ModelKind kind(ModelReference reference) {
		ModelKind found = (this.kind != null) ? this.kind : reference.kind();
		if (found != ModelKind.DENSE && found != ModelKind.SPARSE) {
			throw wrong("A collection has dense and sparse vectors, and none of kind %s."
				.formatted(ModelKinds.label(found)));
		}
		return found;
	}

	private void run(Reembedding reembedding, FillSettings settings) {
		long start = System.nanoTime();
		AtomicBoolean ended = new AtomicBoolean();
		ExitAction exit = new ExitAction(() -> {
			ended.set(true);
			reembedding.close();
		});
		try {
			FillReport report = fill(reembedding, settings);
			if (ended.get()) {
				throw new CallCancelledException(
						"The re-embedding was ended, %d documents lack vectors.".formatted(report.lacking()),
						"Run the same command again to go on.");
			}
			int built = build(reembedding);
			if (this.switchOver) {
				reembedding.switchOver();
			}
			print(reembedding, report, built, Seconds.since(start));
		}
		finally {
			exit.close();
		}
	}

	private FillReport fill(Reembedding reembedding, FillSettings settings) {
		try (FillBar bar = new FillBar(this.progress)) {
			return reembedding.fill(settings, bar);
		}
	}

	private int build(Reembedding reembedding) {
		try (IndexBars bars = new IndexBars(this.progress)) {
			return reembedding.buildIndexes(bars);
		}
	}

	private void print(Reembedding reembedding, FillReport report, int built, double seconds) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("space", reembedding.space());
		values.put("documents", report.written());
		values.put("lacking", report.lacking());
		values.put("documents_per_second", report.documentsPerSecond());
		values.put("tokens", report.usage().tokens());
		values.put("truncated_texts", report.usage().truncatedTexts());
		values.put("cut_sparse_vectors", reembedding.cutSparseVectors());
		values.put("indexes_built", built);
		values.put("switched", this.switchOver);
		values.put("seconds", seconds);
		values.put("refused", refused(report));
		this.result.print(values);
	}

	private static List<Map<String, String>> refused(FillReport report) {
		return report.refused().stream().map((document) -> {
			Map<String, String> line = new LinkedHashMap<>();
			line.put("tenant", document.tenant());
			line.put("id", document.id());
			line.put("reason", document.reason());
			return line;
		}).toList();
	}

	private ParameterException wrong(@Nullable String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
