package dev.semblance.samples.search;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextFolderTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	private Path folder;

	@Test
	void filesAreReadInTheOrderOfTheirPaths() throws IOException {
		write("b.txt", "second");
		write("a/z.md", "first");
		write("c.TXT", "third");
		write("image.png", "not text");
		assertThat(documents()).extracting(Document::id).containsExactly("a/z.md#1", "b.txt#1", "c.TXT#1");
	}

	@Test
	void aFileWithoutHeadingIsTitledByItsName() throws IOException {
		write("notes.txt", "Some notes.");
		assertThat(documents().get(0).metadata()).containsEntry("title", "notes.txt")
			.containsEntry("source", "notes.txt");
	}

	@Test
	void aHeadingIsTheTitleOfEveryChunk() throws IOException {
		write("guide.md", "# The guide\n\n" + "A sentence that is repeated. ".repeat(100));
		assertThat(documents()).hasSizeGreaterThan(2).allSatisfy((document) -> {
			assertThat(document.metadata()).containsEntry("title", "The guide");
			assertThat(document.text()).contains("The guide");
		});
	}

	@Test
	void hiddenFilesAndFoldersAreLeftOut() throws IOException {
		write(".hidden.txt", "no");
		write(".git/description.txt", "no");
		write("shown.txt", "yes");
		assertThat(documents()).extracting(Document::id).containsExactly("shown.txt#1");
	}

	@Test
	void linksAreNotFollowed(@TempDir Path outside) throws IOException {
		Path secret = Files.writeString(outside.resolve("secret.txt"), "secret");
		Files.createSymbolicLink(this.folder.resolve("file.txt"), secret);
		Files.createSymbolicLink(this.folder.resolve("folder"), outside);
		Files.createSymbolicLink(this.folder.resolve("loop"), this.folder);
		write("own.txt", "own");
		assertThat(documents()).extracting(Document::id).containsExactly("own.txt#1");
	}

	@Test
	void aByteOrderMarkIsNoPartOfTheText() throws IOException {
		write("windows.txt", "\uFEFFtext");
		assertThat(documents().get(0).text()).isEqualTo("windows.txt\n\ntext");
	}

	@Test
	void aFileThatIsNotUtf8IsNamed() throws IOException {
		Path file = Files.write(this.folder.resolve("latin1.txt"), "Käse".getBytes(StandardCharsets.ISO_8859_1));
		assertRefused(file, "is not a text file: it is not UTF-8. Save it as UTF-8");
	}

	@Test
	void aBinaryFileIsNamed() throws IOException {
		Path file = Files.write(this.folder.resolve("binary.txt"), new byte[] { 'a', 0, 'b' });
		assertRefused(file, "is not a text file: it holds NUL characters.");
	}

	@Test
	void aHugeFileIsNamedWithItsSizeAndTheLimit() throws IOException {
		Path file = this.folder.resolve("huge.txt");
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(TextFiles.MAX_FILE_SIZE + 1);
		}
		assertRefused(file, "holds 10,000,001 bytes; at most 10,000,000 are read.");
	}

	@Test
	void anEmptyFileIsNoDocument() throws IOException {
		write("empty.txt", " \n");
		assertThat(documents()).isEmpty();
	}

	@Test
	void aFolderThatIsGoneIsNamed() {
		Path gone = this.folder.resolve("gone");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new TextFolder(gone).open())
			.withMessageContaining(gone.toString());
	}

	private void assertRefused(Path file, String reason) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(this::documents)
			.withMessageContaining(file.toString())
			.withMessageContaining(reason);
	}

	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.resolveSibling("."));
		Files.writeString(file, text);
	}

	private List<Document> documents() {
		try (Stream<Document> documents = new TextFolder(this.folder).open()) {
			return documents.toList();
		}
	}

}
