package dev.semblance.cli;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelPrecision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options of every command that loads a model.
 */
@SuppressWarnings("NullAway.Init")
final class ModelOptions {

	private final CommandHub hub;

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--model", paramLabel = "M",
			description = "The model: a hub id, organization/name or organization/name@revision, which is downloaded once, "
					+ "or a folder in the layout of sentence-transformers.")
	private @Nullable String model;

	@Option(names = "--device", paramLabel = "D", defaultValue = "auto",
			description = "auto, cpu, cuda, cuda:N, tensorrt or tensorrt:N (default: ${DEFAULT-VALUE}).")
	private Device device;

	@Option(names = "--model-precision", paramLabel = "P", defaultValue = "auto",
			description = "In which numbers to compute: auto, fp32, fp16 or int8; single precision is converted to what "
					+ "the model lacks (default: ${DEFAULT-VALUE}).")
	private ModelPrecision precision;

	@Option(names = "--optimized", negatable = true, defaultValue = "true", fallbackValue = "true",
			description = "Optimize a transformer in single precision, or run it as it is (default: it is optimized).")
	private boolean optimized;

	@Option(names = "--max-length", paramLabel = "N",
			description = "Longest input in tokens, special tokens included (default: the model's own).")
	private @Nullable Integer maxLength;

	@Option(names = "--token-budget", paramLabel = "N",
			description = "Tokens of one batch, padding included (default: what fits the device).")
	private @Nullable Integer tokenBudget;

	ModelOptions(CommandHub hub) {
		this.hub = hub;
	}

	/**
	 * Tells whether a model is named.
	 * @return whether it is
	 */
	boolean given() {
		return this.model != null;
	}

	/**
	 * Returns the model that is named.
	 * @return the model
	 */
	ModelReference model() {
		if (this.model == null) {
			throw wrong("Missing required option: '--model=M'");
		}
		return other(this.model, this.maxLength);
	}

	/**
	 * Returns the model that is named, or one that nobody named.
	 * @param fallback the model if none is named
	 * @return the model
	 */
	ModelReference modelOr(String fallback) {
		return other((this.model != null) ? this.model : fallback, this.maxLength);
	}

	/**
	 * Returns another model, to run beside the one that is named.
	 * @param name a hub id or a folder
	 * @param length longest input in tokens, if not the model's own
	 * @return the model
	 */
	ModelReference other(String name, @Nullable Integer length) {
		ModelHub source = this.hub.of(ProgressOptions.display(this.command));
		try {
			return new ModelReference(name, this.device, this.precision, this.optimized, length, this.tokenBudget,
					InferenceRuntime.shared(), source);
		}
		catch (InvalidInputException ex) {
			throw wrong(ex.getMessage());
		}
	}

	private ParameterException wrong(@Nullable String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
