package dev.semblance.cli;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.EncoderBuilder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
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

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--model", paramLabel = "M",
			description = "The model: a hub id whose files are on the class path, or a folder in the layout of "
					+ "sentence-transformers.")
	private @Nullable String model;

	@Option(names = "--device", paramLabel = "D", defaultValue = "auto",
			description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
	private Device device;

	@Option(names = "--max-length", paramLabel = "N",
			description = "Longest input in tokens, special tokens included (default: the model's own).")
	private @Nullable Integer maxLength;

	@Option(names = "--token-budget", paramLabel = "N", defaultValue = "" + EncoderBuilder.DEFAULT_TOKEN_BUDGET,
			description = "Tokens of one batch, padding included (default: ${DEFAULT-VALUE}).")
	private int tokenBudget;

	/**
	 * Returns a builder with the options applied.
	 * @return the builder
	 */
	DenseEncoderBuilder encoder() {
		if (this.model == null) {
			throw wrong("Missing required option: '--model=M'");
		}
		DenseEncoderBuilder builder = DenseEncoder.builder(this.model).device(this.device);
		try {
			builder.tokenBudget(this.tokenBudget);
		}
		catch (InvalidInputException ex) {
			throw wrong(ex.getMessage());
		}
		if (this.maxLength != null) {
			builder.maxLength(this.maxLength);
		}
		return builder;
	}

	private ParameterException wrong(@Nullable String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

}
