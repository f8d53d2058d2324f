package dev.semblance.encoders;

import java.nio.file.Path;

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
		ChildJvm child = ChildJvm.start(this.folder, Child.class, "-Dpadding=" + "x".repeat(20_000));
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		assertThat(child.printed()).contains("environment is there");
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
