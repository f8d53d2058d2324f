package dev.semblance.cli;

import java.util.function.Supplier;

import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.bm25.Bm25Encoder;
import dev.semblance.retrieval.bm25.CorpusStatistics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What makes the vectors of the sparse leg.
 */
@SuppressWarnings("NullAway.Init")
final class SparseOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--sparse-model", paramLabel = "S",
			description = "The sparse leg's model, a hub id or a folder like --model (default: --model if that is a sparse encoder, else BM25, which needs "
					+ "none).")
	private @Nullable String model;

	/**
	 * Checks that the options go together.
	 * @param fusion the legs
	 */
	void check(FusionOptions fusion) {
		if (this.model != null && !fusion.asks(Leg.SPARSE)) {
			throw new ParameterException(this.command.commandLine(), "--sparse-model needs the sparse leg in --legs.");
		}
	}

	/**
	 * Loads the encoder.
	 * @param models the options of the command's own model
	 * @param statistics asked for the statistics of the corpus if there is no model
	 * @return the encoder
	 */
	SparseEncoder load(ModelOptions models, Supplier<CorpusStatistics> statistics) {
		if (this.model != null) {
			return models.other(this.model, null).sparse().build();
		}
		if (models.given() && models.model().kind() == ModelKind.SPARSE) {
			return models.model().sparse().build();
		}
		return new Bm25Encoder(statistics.get());
	}

}
