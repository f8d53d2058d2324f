package dev.semblance.cli;

import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How a model shares the CPU among those who call it.
 */
@SuppressWarnings("NullAway.Init")
final class RuntimeOptions {

	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--lanes", paramLabel = "N",
			description = "Batches that the CPU runs at a time, each on one thread (default: number of physical cores).")
	private @Nullable Integer lanes;

	@Option(names = "--latency-threads", paramLabel = "N",
			description = "Threads of a batch that has the CPU to itself (default: number of lanes, but at most 4).")
	private @Nullable Integer latencyThreads;

	@Option(names = "--spinning", negatable = true, defaultValue = "true", fallbackValue = "true",
			description = "Let these threads wait for each other actively, or do not (default: they do).")
	private boolean spinning;

	/**
	 * Builds the runtime that is asked for.
	 * @return the runtime
	 */
	InferenceRuntime runtime() {
		InferenceRuntime.Builder builder = InferenceRuntime.builder().spinning(this.spinning);
		try {
			if (this.lanes != null) {
				builder.lanes(this.lanes);
			}
			if (this.latencyThreads != null) {
				builder.latencyThreads(this.latencyThreads);
			}
			return builder.build();
		}
		catch (InvalidInputException ex) {
			throw new ParameterException(this.command.commandLine(), ex.getMessage());
		}
	}

}
