package dev.semblance.encoders.internal.model;

import java.nio.file.Path;

import dev.semblance.encoders.InvalidModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FolderFilesTests {

	@Test
	void theWorkingDirectoryIsAFolderLikeAnyOther() {
		assertThat(new FolderFiles(Path.of(".")).contains("pom.xml")).isTrue();
		assertThat(new FolderFiles(Path.of("")).contains("pom.xml")).isTrue();
		assertThat(new FolderFiles(Path.of(".")).contains("no-such-file")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../pom.xml", "src/../../pom.xml", "/etc/passwd" })
	void aFileOutsideTheFolderIsNeverLookedAt(String path) {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> new FolderFiles(Path.of(".")).contains(path))
			.withMessageContaining("outside its folder");
	}

}
