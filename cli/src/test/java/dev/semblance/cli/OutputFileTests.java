package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class OutputFileTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void theFileAppearsOnlyWhenItIsComplete() {
		Path target = this.folder.resolve("out.txt");
		try (OutputFile file = OutputFile.create(target)) {
			file.writeLine("one");
			assertThat(target).doesNotExist();
			file.complete();
			assertThat(target).hasContent("one\n");
		}
		assertThat(target).hasContent("one\n");
	}

	@Test
	void aFileThatIsNotCompletedLeavesNothingBehind() {
		try (OutputFile file = OutputFile.create(this.folder.resolve("out.txt"))) {
			file.writeLine("one");
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void aFileThatIsNotCompletedLeavesTheOldOne() throws IOException {
		Path target = Files.writeString(this.folder.resolve("out.txt"), "old");
		try (OutputFile file = OutputFile.create(target)) {
			file.writeLine("new");
		}
		assertThat(target).hasContent("old");
	}

	@Test
	void theFileMayBeNamedRelativelyToTheWorkingFolder() throws IOException {
		Path relative = Path.of("target", "output-file-test.txt");
		try (OutputFile file = OutputFile.create(relative)) {
			file.complete();
		}
		assertThat(Files.deleteIfExists(relative)).isTrue();
	}

}
