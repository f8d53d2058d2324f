package dev.semblance.retrieval.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LineReaderTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void linesComeWithTheirNumbers() throws IOException {
		assertThat(read("one\ntwo\n")).containsExactly("1 one", "2 two");
	}

	@Test
	void blankLinesAreSkippedButCounted() throws IOException {
		assertThat(read("\n \t\none\n\n\ntwo\n\n")).containsExactly("3 one", "6 two");
	}

	@Test
	void windowsLineEndsAreNotPartOfTheLine() throws IOException {
		assertThat(read("one\r\ntwo\r\n")).containsExactly("1 one", "2 two");
	}

	@Test
	void theLastLineNeedsNoEnd() throws IOException {
		assertThat(read("one\ntwo")).containsExactly("1 one", "2 two");
	}

	@Test
	void aByteOrderMarkIsNotPartOfTheFirstLine() throws IOException {
		assertThat(read("\uFEFFone\n\uFEFFtwo")).containsExactly("1 one", "2 \uFEFFtwo");
	}

	@Test
	void anEmptyFileHasNoLines() throws IOException {
		assertThat(read("")).isEmpty();
	}

	@Test
	void aLineOfTenMegabytesIsRead() throws IOException {
		String line = "x".repeat(10_000_000);
		assertThat(read(line + "\nend")).containsExactly("1 " + line, "2 end");
	}

	@Test
	void askingBeyondTheEndFails() throws IOException {
		Path file = file("one");
		try (LineReader<String> reader = new LineReader<>(file, (line, place) -> line)) {
			reader.next();
			assertThat(reader.hasNext()).isFalse();
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
		}
	}

	@Test
	void aMissingFileIsNamed() {
		Path file = this.folder.resolve("missing.txt");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new LineReader<>(file, (line, place) -> line))
			.withMessageContaining("no file " + file);
	}

	@Test
	void aFolderIsNotAFile() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new LineReader<>(this.folder, (line, place) -> line))
			.withMessageContaining(this.folder + " cannot be read");
	}

	@Test
	void bytesThatAreNotUtf8AreRefused() throws IOException {
		Path file = Files.write(this.folder.resolve("latin.txt"), "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new LineReader<>(file, (line, place) -> line))
			.withMessageContaining(file.toString())
			.withMessageContaining("it is not UTF-8");
	}

	@Test
	void bytesThatAreNotUtf8AreRefusedFarInTheFileToo() throws IOException {
		Path file = this.folder.resolve("late.txt");
		Files.writeString(file, "good line\n".repeat(5000));
		Files.write(file, new byte[] { (byte) 0xC3, '\n' }, StandardOpenOption.APPEND);
		List<String> lines = new ArrayList<>();
		try (LineReader<String> reader = new LineReader<>(file, (line, place) -> line)) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reader.forEachRemaining(lines::add))
				.withMessageContaining("it is not UTF-8");
		}
		assertThat(lines).isNotEmpty().containsOnly("good line");
	}

	@Test
	void aComplaintQuotesOnlyTheBeginningOfALongLine() {
		assertThat(LinePlace.excerpt("x".repeat(1000))).hasSize(103).endsWith("x...");
		assertThat(LinePlace.excerpt("short")).isEqualTo("short");
	}

	private List<String> read(String content) throws IOException {
		List<String> lines = new ArrayList<>();
		try (LineReader<String> reader = new LineReader<>(file(content), (line, place) -> place.line() + " " + line)) {
			reader.forEachRemaining(lines::add);
		}
		return lines;
	}

	private Path file(String content) throws IOException {
		return Files.writeString(this.folder.resolve("lines.txt"), content);
	}

}
