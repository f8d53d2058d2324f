package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that comes with the server, such as <code>psql</code> or
 * <code>pg_dump</code>, connected to the server of the tests.
 *
 * @param database the database that it connects to
 * @param command the program and its arguments
 */
public record ServerProgram(String database, List<String> command) {

	private static final int MINUTES = 5;

	/**
	 * Names a program.
	 * @param database the database that it connects to
	 * @param command the program and its arguments
	 * @return the program
	 */
	public static ServerProgram of(String database, String... command) {
		return new ServerProgram(database, List.of(command));
	}

	/**
	 * Runs the program to its end, which must be a good one.
	 * @param input the file that it reads
	 * @param output the file that it writes
	 */
	public void run(Path input, Path output) {
		PgVectorServer.url();
		try {
			ProcessBuilder builder = new ServerScript("")
				.process(Stream.concat(Stream.of("run"), this.command.stream()).toArray(String[]::new))
				.redirectInput(input.toFile())
				.redirectOutput(output.toFile())
				.redirectError(ProcessBuilder.Redirect.INHERIT);
			builder.environment().put("PGDATABASE", this.database);
			Process process = builder.start();
			if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
				process.destroyForcibly();
				throw new IllegalStateException("%s takes longer than %d minutes.".formatted(this.command, MINUTES));
			}
			if (process.exitValue() != 0) {
				throw new IllegalStateException("%s failed, see its messages.".formatted(this.command));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("%s does not run.".formatted(this.command), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for %s.".formatted(this.command), ex);
		}
	}

}
