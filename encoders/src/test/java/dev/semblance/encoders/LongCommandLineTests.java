package dev.semblance.encoders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ai.onnxruntime.OrtEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * ONNX Runtime 1.29.0 overflows its native stack, and the JVM is gone, as soon as the
 * command line of the process is longer than about 3.9 kB. This keeps anybody from
 * upgrading into it.
 */
@Tag("slow")
class LongCommandLineTests {

	@TempDir
	private Path folder;

	@Test
	void aCommandLineOf20KilobytesDoesNotKillTheProcess() throws Exception {
		Path output = this.folder.resolve("output.txt");
		Process child = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dpadding=" + "x".repeat(20_000), "-cp", System.getProperty("java.class.path"), Child.class.getName()))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(child.exitValue()).as(() -> read(output)).isZero();
		assertThat(read(output)).contains("environment is there");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/** Runs in the child process. */
	static final class Child {

		private Child() {
		}

		@SuppressWarnings("SystemOut")
		public static void main(String[] args) {
			System.out.println((OrtEnvironment.getEnvironment() != null) ? "environment is there" : "none");
		}

	}

}
