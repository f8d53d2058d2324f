package dev.semblance.store.pgvector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.semblance.store.pgvector.server.PgVectorServer;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM of its own that runs a class of the tests against the same server.
 */
final class ChildProcess implements AutoCloseable {

	private static final int END_SECONDS = 60;

	private final Process process;

	private final BufferedReader lines;

	private ChildProcess(Process process) {
		this.process = process;
		this.lines = process.inputReader(StandardCharsets.UTF_8);
	}

	static ChildProcess start(Class<?> program, String... arguments) throws IOException {
		return start(List.of(), program, arguments);
	}

	static ChildProcess start(List<String> options, Class<?> program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put("SEMBLANCE_TEST_PG_URL", PgVectorServer.url());
		return new ChildProcess(builder.start());
	}

	/**
	 * Returns the next line that it prints.
	 * @return the line; none once it has ended
	 */
	@Nullable String line() {
		try {
			return this.lines.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Kills it at once. What it has printed can still be read. */
	void kill() {
		// Unlike the process, its handle leaves the pipe open to be read to its end.
		this.process.toHandle().destroyForcibly();
	}

	/**
	 * Waits for its end.
	 * @return its exit status
	 */
	int await() throws InterruptedException {
		assertThat(this.process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
