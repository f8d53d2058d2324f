package dev.semblance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The root of all commands.
 */
@Command(name = "semblance",
		description = "Brings models here, encodes texts, evaluates encoders and retrieval, measures their speed, and says "
				+ "what this machine lacks for it.",
		subcommands = { PullCommand.class, OptimizeCommand.class, EncodeCommand.class, RerankCommand.class,
				SearchCommand.class, EvaluateCommand.class, BenchCommand.class, StoreCommand.class,
				DoctorCommand.class },
		mixinStandardHelpOptions = true, versionProvider = Version.class, scope = ScopeType.INHERIT,
		sortOptions = false, usageHelpAutoWidth = true)
final class SemblanceCommand {

	@Option(names = "--stacktrace", scope = ScopeType.INHERIT,
			description = "Print where a failure happened instead of one line.")
	private boolean stacktrace;

	boolean stacktrace() {
		return this.stacktrace;
	}

}
