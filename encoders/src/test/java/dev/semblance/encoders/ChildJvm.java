package dev.semblance.encoders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another JVM with the class path of the tests, for what could take a JVM down.
 *
 * @param process the process
 * @param output what it prints
 */
public record ChildJvm(Process process, Path output) {

	public static ChildJvm start(Path folder, Class<?> main, String... options) throws IOException {
		return start(folder, Map.of(), main, options);
	}

	public static ChildJvm start(Path folder, Map<String, String> variables, Class<?> main, String... options)
			throws IOException {
		return start(folder, variables, main, System.getProperty("java.class.path"), options);
	}

	public static ChildJvm start(Path folder, Map<String, String> variables, Class<?> main, String classPath,
			String[] options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", classPath, main.getName()));
		Path output = Files.createTempFile(folder, "child", ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(variables);
		return new ChildJvm(builder.start(), output);
	}

	public void awaitOutput(String text) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		while (!printed().contains(text)) {
			assertThat(this.process.isAlive() && System.nanoTime() < deadline).as(printed()).isTrue();
			Thread.sleep(20);
		}
	}

	public int awaitExit() throws InterruptedException {
		assertThat(this.process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		return this.process.exitValue();
	}

	public String printed() throws IOException {
		return Files.readString(this.output, StandardCharsets.UTF_8);
	}

}
