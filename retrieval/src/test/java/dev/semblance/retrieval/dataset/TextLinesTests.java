package dev.semblance.retrieval.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextLinesTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void aPlainFileHoldsOneTextOnEachLine() throws IOException {
		assertThat(read("texts.txt", "{\"text\": 1}\n  two \n")).containsExactly("{\"text\": 1}", "  two ");
	}

	@Test
	void aJsonLinesFileHoldsTextsByName() throws IOException {
		assertThat(read("texts.jsonl", """
				{"text": "one\\nline", "other": [1, 2]}

				{"text": ""}
				""")).containsExactly("one\nline", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"text\": \"cut", "{\"text\": \"a\"} {\"text\": \"b\"}", "{text: 1}", "}", "text" })
	void malformedJsonIsNamedByFileAndLine(String line) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> read("texts.jsonl", "{\"text\": \"good\"}\n\n" + line + "\n"))
			.withMessageContaining(this.folder.resolve("texts.jsonl") + ", line 3: malformed JSON")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n").hasSizeLessThan(1000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "\"text\"", "1", "null" })
	void jsonThatIsNoObjectIsRefused(String line) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> read("texts.jsonl", line))
			.withMessageContaining("line 1: not a JSON object");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"text\": null}", "{\"text\": [\"a\"]}", "{\"text\": true}", "{\"Text\": \"a\"}" })
	void anObjectWithoutTextIsRefused(String line) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> read("texts.jsonl", line))
			.withMessageContaining("line 1: no string 'text'");
	}

	@Test
	void malformedJsonOfTenMegabytesIsRefusedInOneShortSentence() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> read("texts.jsonl", "x".repeat(10_000_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(1000));
	}

	@Test
	void deeplyNestedJsonIsRefusedInsteadOfOverflowingTheStack() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> read("texts.jsonl", "[".repeat(100_000)))
			.withMessageContaining("malformed JSON");
	}

	@Test
	void aTextOfTenMegabytesIsRead() throws IOException {
		String text = "x".repeat(10_000_000);
		assertThat(read("texts.jsonl", "{\"text\": \"" + text + "\"}")).containsExactly(text);
	}

	private List<String> read(String name, String content) throws IOException {
		Path file = Files.writeString(this.folder.resolve(name), content);
		List<String> texts = new ArrayList<>();
		try (LineReader<String> reader = TextLines.open(file)) {
			reader.forEachRemaining(texts::add);
		}
		return texts;
	}

}
