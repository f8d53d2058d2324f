package dev.semblance.cli;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Whether and how what the legs find is reranked.
 */
@SuppressWarnings("NullAway.Init")
final class RerankOptions {

	/** No model has this name. */
	private static final String MODEL_ITSELF = "";

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--rerank", paramLabel = "R", arity = "0..1", fallbackValue = MODEL_ITSELF,
			description = "Rerank by a cross-encoder, or by the token vectors of a dense or multi-vector model (MaxSim), a "
					+ "hub id or a folder like --model; without a name by those of --model itself.")
	private @Nullable String reranker;

	@Option(names = "--rerank-depth", paramLabel = "N",
			description = "How many candidates are reranked (default: " + RerankSettings.DEFAULT_DEPTH + ").")
	private @Nullable Integer depth;

	@Option(names = "--blend", paramLabel = "B",
			description = "How much the reranker counts against the score before, from 0 to 1 (default: "
					+ RerankSettings.DEFAULT_BLEND + ", nothing else counts).")
	private @Nullable Double blend;

	@Option(names = "--rerank-max-length", paramLabel = "N",
			description = "Longest input of the reranker in tokens (default: its own, or that of --model if it is the "
					+ "same).")
	private @Nullable Integer maxLength;

	@Option(names = "--rerank-cache", paramLabel = "MB",
			description = "Megabytes of documents' token vectors that are remembered between queries; 0 for none "
					+ "(default: half of the JVM's heap).")
	private @Nullable Integer cache;

	/**
	 * Tells whether there is reranking.
	 * @return whether it was asked for
	 */
	boolean given() {
		return this.reranker != null;
	}

	/**
	 * Checks the options and returns how many candidates are reranked and how.
	 * @param model the options of the command's own model
	 * @return the settings
	 */
	RerankSettings settings(ModelOptions model) {
		if (!given()) {
			requireAbsent("--rerank-depth", this.depth);
			requireAbsent("--blend", this.blend);
			requireAbsent("--rerank-max-length", this.maxLength);
			requireAbsent("--rerank-cache", this.cache);
			return RerankSettings.DEFAULT;
		}
		if (this.cache != null && this.cache < 0) {
			throw wrong("--rerank-cache is %d, but must be 0 or more.".formatted(this.cache));
		}
		reference(model);
		try {
			return new RerankSettings((this.depth != null) ? this.depth : RerankSettings.DEFAULT_DEPTH,
					(this.blend != null) ? this.blend : RerankSettings.DEFAULT_BLEND);
		}
		catch (InvalidInputException ex) {
			throw wrong(ex.getMessage());
		}
	}

	/**
	 * Loads the reranker. A dense model that is there already is not loaded again.
	 * @param model the options of the command's own model
	 * @param loaded that model as a dense encoder, if it was loaded
	 * @return the reranker; {@code null} if there is no reranking
	 */
	@Nullable CountingReranker load(ModelOptions model, @Nullable DenseEncoder loaded) {
		if (!given()) {
			return null;
		}
		ModelReference reference = reference(model);
		if (loaded != null && reference.equals(model.model())) {
			return new CountingReranker(new MaxSimReranker(MultiVectorEncoder.over(loaded), cacheBytes()));
		}
		return new CountingReranker(RerankerLoader.load(reference, cacheBytes()));
	}

	private ModelReference reference(ModelOptions model) {
		boolean itself = MODEL_ITSELF.equals(this.reranker)
				|| (model.given() && model.model().name().equals(this.reranker));
		if (itself) {
			ModelReference own = model.model();
			return (this.maxLength != null) ? model.other(own.name(), this.maxLength) : own;
		}
		return model.other(String.valueOf(this.reranker), this.maxLength);
	}

	private long cacheBytes() {
		return (this.cache != null) ? (long) this.cache << 20 : Runtime.getRuntime().maxMemory() / 2;
	}

	private void requireAbsent(String option, @Nullable Object value) {
		if (value != null) {
			throw wrong(option + " needs --rerank.");
		}
	}

	private ParameterException wrong(@Nullable String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
