package dev.semblance.retrieval.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.dataset.StsDataset.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StsDatasetTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void pairsAreReadInTheOrderOfTheFile() throws IOException {
		assertThat(StsDataset.read(file("2.500\tA \"quoted\" one.\tAnother, one.\n5\tx\ty\n")))
			.containsExactly(new Pair(2.5, "A \"quoted\" one.", "Another, one."), new Pair(5, "x", "y"));
	}

	@Test
	void windowsLineEndsAndBlankLinesDoNotMatter() throws IOException {
		assertThat(StsDataset.read(file("\r\n1\ta\tb\r\n\r\n"))).containsExactly(new Pair(1, "a", "b"));
	}

	@Test
	void aSentenceMayBeEmpty() throws IOException {
		assertThat(StsDataset.read(file("1\ta\t"))).containsExactly(new Pair(1, "a", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "score\tfirst\tsecond", "1\tonly one", "1\ta\tb\tc", "1,a,b", "1,5\ta\tb", "NaN\ta\tb",
			"Infinity\ta\tb", "\ta\tb" })
	void aMalformedLineIsNamedByFileAndLineAndQuoted(String line) throws IOException {
		Path file = file("1\ta\tb\n" + line + "\n");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> StsDataset.read(file))
			.withMessageContaining(file + ", line 2: not a scored pair: '" + line + "'");
	}

	@Test
	void aMalformedLineOfTenMegabytesIsRefusedInOneShortSentence() throws IOException {
		Path file = file("x".repeat(10_000_000));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> StsDataset.read(file))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(1000));
	}

	private Path file(String content) throws IOException {
		return Files.writeString(this.folder.resolve("pairs.tsv"), content);
	}

}
