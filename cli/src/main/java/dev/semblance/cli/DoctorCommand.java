package dev.semblance.cli;

import java.util.List;
import java.util.concurrent.Callable;

import dev.semblance.encoders.diagnosis.Obstacle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Tells what this machine has for running models, and what it lacks.
 */
@Command(name = "doctor",
		description = "Tells what this machine has for running models and what it lacks: CPU, GPUs and driver, ONNX Runtime "
				+ "and the libraries it wants, device and precision and why, and how fast a model runs (--model; by "
				+ "default " + DoctorCommand.MODEL + ", which the command holds). If something that was asked for "
				+ "cannot work, it says so in one line with the remedy, and ends with 1.")
@SuppressWarnings("NullAway.Init")
final class DoctorCommand implements Callable<Integer> {

	static final String MODEL = "sentence-transformers/all-MiniLM-L6-v2";

	private static final int MOST_SECONDS = 86_400;

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Option(names = "--seconds", paramLabel = "S", defaultValue = "5",
			description = "How long to measure, a warm-up included; calls in work are finished. With 0 nothing is "
					+ "measured (default: ${DEFAULT-VALUE}).")
	private double seconds;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		if (!(this.seconds >= 0 && this.seconds <= MOST_SECONDS)) {
			throw new ParameterException(this.command.commandLine(),
					"--seconds is %s, but must be from 0 to %d.".formatted(this.seconds, MOST_SECONDS));
		}
		Checkup checkup = new CheckupRun(this.model.modelOr(MODEL)).run(this.seconds);
		this.result.printText(CheckupValues.of(checkup), () -> CheckupText.of(checkup));
		List<Obstacle> problems = checkup.problems();
		if (!problems.isEmpty()) {
			throw new UnhealthyException(problems.get(0), checkup.cause());
		}
		return 0;
	}

}
