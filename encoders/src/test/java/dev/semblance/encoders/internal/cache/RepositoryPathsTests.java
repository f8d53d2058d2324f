package dev.semblance.encoders.internal.cache;

import dev.semblance.encoders.InvalidModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RepositoryPathsTests {

	@ParameterizedTest
	@ValueSource(strings = { "config.json", "1_Pooling/config.json", "onnx/model.onnx_data", "a/b/c/d", "..a", "a..",
			"a..b/c", ".gitattributes", "...", "with space", "ümlaut", "-", "~", "~/x", "$HOME", "%2e%2e/x" })
	void aNameWithinTheFolderIsKept(String name) {
		assertThat(RepositoryPaths.requireInside("test/model", name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", ".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "a/../b", "a/../../b", "/a",
			"//a", "a//b", "a/", "\\a", "..\\a", "a\\..\\b", "\\\\host\\share\\a", "C:", "C:a", "C:\\a", "C:/a",
			"a/C:b", "file.txt:stream", "a\u0000", "\u0000", "a\n", "a\r\nb", "a\u001f", "a\tb", "a\u007f", "a\ud800" })
	void aNameThatCouldLeadOutOfTheFolderIsRefused(String name) {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> RepositoryPaths.requireInside("test/model", name))
			.withMessageContaining("test/model")
			.withMessageContaining("'" + name + "'");
	}

	@Test
	void aNameOfEndlessLengthIsRefused() {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> RepositoryPaths.requireInside("test/model", "a".repeat(1025)));
	}

}
