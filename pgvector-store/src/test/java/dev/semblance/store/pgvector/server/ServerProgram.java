package dev.semblance.store.pgvector.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A run of a program that comes with the server, such as <code>psql</code> or
 * <code>pg_dump</code>, from one file to another.
 *
 * @param process the program as {@link PgVectorServer#program} or
 * {@link PrivateServer#program} make it
 * @param database the database that it connects to
 */
public record ServerProgram(ProcessBuilder process, String database) {

	private static final int MINUTES = 5;

	/**
	 * Runs the program to its end, which must be a good one.
	 * @param input the file that it reads
	 * @param output the file that it writes
	 */
	public void run(Path input, Path output) {
		this.process.environment().put("PGDATABASE", this.database);
		try {
			Process running = this.process.redirectInput(input.toFile())
				.redirectOutput(output.toFile())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			if (!running.waitFor(MINUTES, TimeUnit.MINUTES)) {
				running.destroyForcibly();
				throw new IllegalStateException(
						"%s takes longer than %d minutes.".formatted(this.process.command(), MINUTES));
			}
			if (running.exitValue() != 0) {
				throw new IllegalStateException("%s failed, see its messages.".formatted(this.process.command()));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("%s does not run.".formatted(this.process.command()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for %s.".formatted(this.process.command()), ex);
		}
	}

}
