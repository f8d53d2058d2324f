package dev.semblance.encoders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that is told to end while texts are encoded ends as it was told, not by a
 * crash of the native library. Without the guard about one round in ten crashes.
 */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signal that asks a process to end")
class ProcessExitTests {

	private static final int ENDED_BY_SIGTERM = 128 + 15;

	@TempDir
	private Path folder;

	@RepeatedTest(5)
	void aProcessEndsCleanlyWhileTextsAreEncoded() throws Exception {
		ChildJvm child = ChildJvm.start(this.folder, Child.class);
		child.awaitOutput("encoding");
		child.process().destroy();
		assertThat(child.awaitExit()).as(child.printed()).isEqualTo(ENDED_BY_SIGTERM);
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files).noneMatch((file) -> file.getFileName().toString().startsWith("hs_err"));
		}
	}

	/** Runs in the child process. */
	static final class Child {

		private Child() {
		}

		@SuppressWarnings("SystemOut")
		public static void main(String[] args) {
			// Not closed on purpose: the process ends in the middle.
			DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
				.device(new Device.Cpu())
				.build();
			List<String> texts = Collections.nCopies(64, "a text of some words ".repeat(10));
			Runnable endless = () -> {
				while (true) {
					encoder.encodeDocuments(texts);
				}
			};
			new Thread(endless).start();
			encoder.encodeDocuments(texts);
			System.out.println("encoding");
			endless.run();
		}

	}

}
