package dev.semblance.cli;

import picocli.CommandLine.Command;

/**
 * Holds the evaluations.
 */
@Command(name = "evaluate", description = "Measures a model, or a way to retrieve, on a test collection.",
		subcommands = { EvaluateStsCommand.class, EvaluateRetrievalCommand.class })
final class EvaluateCommand {

}
