package dev.semblance.encoders;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.diagnosis.OnnxFile;
import dev.semblance.encoders.diagnosis.OptimizedFile;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.ModelSearch;
import dev.semblance.encoders.internal.loading.ModelSource;
import dev.semblance.encoders.internal.model.HubReference;
import dev.semblance.encoders.internal.transformer.GraphOptimizer;
import dev.semblance.encoders.internal.variant.OnnxChoice;
import org.jspecify.annotations.Nullable;

/**
 * What can be set for an encoder of any kind. Everything not set is the model's own. Not
 * safe for concurrent use.
 *
 * @param <B> the builder
 */
public abstract sealed class EncoderBuilder<B extends EncoderBuilder<B>>
		permits DenseEncoderBuilder, SparseEncoderBuilder, CrossEncoderBuilder, MultiVectorEncoderBuilder {

	/** Most tokens of one batch. */
	public static final int MAX_TOKEN_BUDGET = 131_072;

	private final String model;

	private Device device = new Device.Auto();

	private ModelPrecision precision = ModelPrecision.AUTO;

	private boolean optimized = true;

	private @Nullable Integer maxLength;

	private @Nullable Integer tokenBudget;

	private @Nullable Duration timeout;

	private @Nullable InferenceRuntime runtime;

	private @Nullable ModelHub hub;

	private @Nullable String revision;

	private Truncation truncation = Truncation.COUNT;

	private final Map<String, String> prompts = new LinkedHashMap<>();

	EncoderBuilder(String model) {
		this.model = model;
	}

	abstract B self();

	String model() {
		return this.model;
	}

	EncoderSettings settings() {
		InferenceRuntime used = (this.runtime != null) ? this.runtime : InferenceRuntime.shared();
		return new EncoderSettings(this.device, this.precision, this.optimized, this.maxLength, this.tokenBudget,
				this.truncation, this.timeout, this.prompts, used.devices(),
				new ModelSearch(this::hubModels, this.revision));
	}

	private HubModels hubModels() {
		return ((this.hub != null) ? this.hub : ModelHub.shared()).models();
	}

	/**
	 * Sets where the model comes from if it is neither a folder nor on the class path;
	 * the {@linkplain ModelHub#shared() shared} hub if not set.
	 * @param hub the hub
	 * @return this builder
	 */
	public B hub(ModelHub hub) {
		this.hub = hub;
		return self();
	}

	/**
	 * Sets which revision of the model is meant, as {@code organization/name@revision}
	 * does; that of the branch {@code main} if not set. What a branch or a tag stands for
	 * is asked once and then kept.
	 * @param revision branch, tag or commit
	 * @return this builder
	 * @throws InvalidInputException if it can be none, or the model is none of a hub or
	 * is named with another revision
	 */
	public B revision(String revision) {
		HubReference.parse(this.model)
			.orElseThrow(() -> new InvalidInputException(
					"The revision '%s' is asked for, and '%s' is no model of a hub.".formatted(revision, this.model),
					"Leave out the revision, or name the model by its hub id."))
			.at(revision);
		this.revision = revision;
		return self();
	}

	/**
	 * Sets where the model runs; {@code auto} if not set.
	 * @param device the device
	 * @return this builder
	 */
	public B device(Device device) {
		this.device = device;
		return self();
	}

	/**
	 * Sets in which numbers the model computes, which decides which of its ONNX files
	 * runs; {@code auto} if not set. If there is none for the {@code fp16} or
	 * {@code int8} that is asked for, that in single precision is converted, unless
	 * {@linkplain #optimized(boolean) optimizing} is switched off. Without a meaning for
	 * a model that has none. With {@code int8} the device {@code auto} is the CPU.
	 * @param precision the precision
	 * @return this builder
	 */
	public B precision(ModelPrecision precision) {
		this.precision = precision;
		return self();
	}

	/**
	 * Sets whether a transformer in single precision is optimized when it is loaded, so
	 * that it computes the same in fewer and larger steps; it is if not set. The result
	 * is kept in {@code SEMBLANCE_HOME}. If the model cannot be optimized, it runs as it
	 * is. Without this, {@code fp16} and {@code int8} run from files in that precision
	 * only; with it, a file in single precision is converted where there is none.
	 * @param optimized whether it is
	 * @return this builder
	 */
	public B optimized(boolean optimized) {
		this.optimized = optimized;
		return self();
	}

	/**
	 * Sets the longest input; the model's own if not set.
	 * @param tokens number of tokens, special tokens included; must leave room for one
	 * token beside them and may not exceed what the model has positions for
	 * @return this builder
	 */
	public B maxLength(int tokens) {
		this.maxLength = tokens;
		return self();
	}

	/**
	 * Sets how many tokens, padding included, one batch may hold. If not set, it is
	 * fitted to the device when the model is loaded: on a CPU 512, or as many as a lane
	 * runs in 250 milliseconds if those are fewer; on a GPU 32,768, or as many as its
	 * memory holds or are run in 100 milliseconds. A single longer text still runs,
	 * alone.
	 * @param tokens number of tokens, from 1 to {@value #MAX_TOKEN_BUDGET}
	 * @return this builder
	 */
	public B tokenBudget(int tokens) {
		if (tokens < 1 || tokens > MAX_TOKEN_BUDGET) {
			throw new InvalidInputException("The token budget is %d.".formatted(tokens),
					"Set it to a number from 1 to %d, or leave it out.".formatted(MAX_TOKEN_BUDGET));
		}
		this.tokenBudget = tokens;
		return self();
	}

	/**
	 * Sets what happens to a text that is too long.
	 * @param truncation count it or fail
	 * @return this builder
	 */
	public B truncation(Truncation truncation) {
		this.truncation = truncation;
		return self();
	}

	/**
	 * Sets how long a call may take, waiting included; without a limit if not set. An
	 * earlier {@link Deadline} of the calling thread goes before it.
	 * @param timeout the time, more than 0
	 * @return this builder
	 */
	public B timeout(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidInputException("The timeout is %s.".formatted(timeout),
					"Allow more than 0, or set no timeout.");
		}
		this.timeout = timeout;
		return self();
	}

	/**
	 * Sets the runtime to run in; the {@linkplain InferenceRuntime#shared() shared} one
	 * if not set.
	 * @param runtime the runtime, whose devices the encoder shares with others
	 * @return this builder
	 */
	public B runtime(InferenceRuntime runtime) {
		this.runtime = runtime;
		return self();
	}

	/**
	 * Sets or replaces one of the model's prompts.
	 * @param name the prompt's name, for example {@code query} or {@code document}
	 * @param prompt the prefix; empty for none
	 * @return this builder
	 */
	public B prompt(String name, String prompt) {
		this.prompts.put(name, prompt);
		return self();
	}

	/**
	 * Tells which of the model's ONNX files an encoder would run with these settings, and
	 * why. Loads nothing; a model that is on a hub is fetched like for an encoder.
	 * @return one file for each transformer of the model; none for a model that only
	 * looks vectors up
	 * @throws InvalidInputException if the model has no file of the precision that is
	 * set, or precision and device do not go together
	 * @throws SemblanceException if the model cannot be found or is not complete
	 */
	public List<OnnxFile> onnxFiles() {
		return ModelSource.find(this.model, settings()).onnxFiles().stream().map(EncoderBuilder::describe).toList();
	}

	private static OnnxFile describe(OnnxChoice chosen) {
		return new OnnxFile(chosen.path(), chosen.precision(), chosen.reason());
	}

	/**
	 * Optimizes the model's ONNX files now, as the first encoder with these settings
	 * would when it is loaded. A device that is set need not be there. A model that is on
	 * a hub is fetched like for an encoder.
	 * @return what became of each transformer of the model; none for a model that only
	 * looks vectors up
	 * @throws InvalidInputException if the model has no file for the precision that is
	 * set, or the result cannot be kept
	 * @throws SemblanceException if the model cannot be found, is not complete, or cannot
	 * be optimized
	 */
	public List<OptimizedFile> optimize() {
		EncoderSettings settings = settings();
		ModelSource source = ModelSource.find(this.model, settings);
		GraphOptimizer optimizer = new GraphOptimizer(source.files(), settings,
				this instanceof MultiVectorEncoderBuilder);
		return source.onnxFiles()
			.stream()
			.map((chosen) -> new OptimizedFile(describe(chosen),
					optimizer.appliesTo(chosen) ? GraphOptimizer.describe(optimizer.optimize(chosen)) : null))
			.toList();
	}

}
