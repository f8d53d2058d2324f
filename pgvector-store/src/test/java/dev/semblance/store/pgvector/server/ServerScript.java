package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * <code>tools/pgvector.sh</code>, about one of its servers.
 *
 * @param instance the server's name; empty for the one that all tests share
 */
record ServerScript(String instance) {

	private static final int START_MINUTES = 20;

	private static final int CANNOT = 3;

	private static final String SCRIPT = "tools/pgvector.sh";

	/**
	 * Runs a command, with its messages among those of the test.
	 * @param command the command and its arguments
	 * @return what it printed
	 */
	String run(String... command) {
		Outcome outcome = run(ProcessBuilder.Redirect.INHERIT, command);
		Assumptions.assumeFalse(outcome.status() == CANNOT,
				() -> "This machine cannot %s, see the messages of %s.".formatted(command[0], SCRIPT));
		if (outcome.status() != 0) {
			throw new IllegalStateException(
					"%s %s failed, see its messages.".formatted(SCRIPT, String.join(" ", command)));
		}
		return outcome.printed();
	}

	/**
	 * Runs a command that may fail.
	 * @param messages where its messages go
	 * @param command the command and its arguments
	 * @return what became of it
	 */
	Outcome run(ProcessBuilder.Redirect messages, String... command) {
		try {
			Process process = process(command).redirectError(messages).start();
			String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			if (!process.waitFor(START_MINUTES, TimeUnit.MINUTES)) {
				throw new IllegalStateException("%s takes longer than %d minutes.".formatted(SCRIPT, START_MINUTES));
			}
			return new Outcome(process.exitValue(), printed);
		}
		catch (IOException ex) {
			throw new IllegalStateException("%s does not run.".formatted(SCRIPT), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for %s.".formatted(SCRIPT), ex);
		}
	}

	/**
	 * Makes a process that runs a command, for the caller to start.
	 * @param command the command and its arguments
	 * @return the process
	 */
	ProcessBuilder process(String... command) {
		List<String> line = Stream.concat(Stream.of(RepositoryFile.named(SCRIPT).toString()), Stream.of(command))
			.toList();
		ProcessBuilder process = new ProcessBuilder(line);
		process.environment().put("SEMBLANCE_PG_INSTANCE", this.instance);
		return process;
	}

	/**
	 * What became of a command.
	 *
	 * @param status its exit status
	 * @param printed what it printed
	 */
	record Outcome(int status, String printed) {
	}

}
