package dev.semblance.samples.search;

import java.io.IOException;
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

class DocumentCollectionsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	private Path folder;

	@Test
	void theBundledCollectionHasDocumentsAndExamples() {
		DocumentCollection bundled = DocumentCollections.bundled();
		assertThat(bundled.ids()).hasSizeGreaterThan(200);
		assertThat(bundled.examples()).isNotEmpty();
	}

	@Test
	void aCorpusFileIsReadInItsOrderAndCanBeReadAgain() throws IOException {
		DocumentCollection corpus = corpus("{\"_id\":\"b\",\"title\":\"B\",\"text\":\"two\"}", "",
				"{\"_id\":\"a\",\"text\":\"one\",\"metadata\":{\"topic\":\"t\"}}");
		assertThat(corpus.ids()).containsExactly("b", "a");
		for (int i = 0; i < 2; i++) {
			try (Stream<Document> documents = corpus.documents()) {
				assertThat(documents).extracting(Document::text).containsExactly("B two", "one");
			}
		}
	}

	@Test
	void collectionsOfTheSameNameAreKeptApart() throws IOException {
		Path one = folderWithText("one/docs");
		Path two = folderWithText("two/docs");
		assertThat(DocumentCollections.at(one.toString()).folderName()).matches("docs-[0-9a-f]{12}")
			.isNotEqualTo(DocumentCollections.at(two.toString()).folderName());
	}

	@Test
	void aFolderIsTheSameByEveryPathThatLeadsToIt() throws IOException {
		Path docs = folderWithText("docs");
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), docs);
		assertThat(DocumentCollections.at(link.toString()).folderName())
			.isEqualTo(DocumentCollections.at(docs + "/../docs").folderName());
	}

	@Test
	void aFolderNameHoldsNothingButLettersDigitsAndDashes() throws IOException {
		Path docs = folderWithText("Ünsere Dökümente; rm -rf (alt)".repeat(4));
		assertThat(DocumentCollections.at(docs.toString()).folderName()).matches("[a-z0-9-]{1,53}");
	}

	@Test
	void aMissingPathIsNamed() {
		Path missing = this.folder.resolve("missing");
		assertRefused(missing.toString(), "There is nothing at " + missing);
	}

	@Test
	void aPathThatCannotBeOneIsRefused() {
		assertRefused("a\0b", "cannot be read: java.nio.file.InvalidPathException");
	}

	@Test
	void anEmptyFolderIsNamed() {
		assertRefused(this.folder.toString(), this.folder + " holds no documents.");
	}

	@Test
	void aFileOfAnotherKindIsNamed() throws IOException {
		Path file = Files.writeString(this.folder.resolve("book.pdf"), "%PDF");
		assertRefused(file.toString(), file + " is neither a folder nor a .jsonl file.");
	}

	@Test
	void aMalformedLineIsNamedByFileAndNumber() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> corpus("{\"_id\":\"a\",\"text\":\"one\"}", "{oops"))
			.withMessageContaining("corpus.jsonl, line 2: malformed JSON");
	}

	@Test
	void anIdThatOccursTwiceIsNamed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> corpus("{\"_id\":\"a\",\"text\":\"one\"}", "{\"_id\":\"a\",\"text\":\"two\"}"))
			.withMessageContaining("two documents with the id 'a'");
	}

	private static void assertRefused(String location, String problem) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> DocumentCollections.at(location))
			.withMessageContaining(problem);
	}

	private DocumentCollection corpus(String... lines) throws IOException {
		Path file = Files.write(this.folder.resolve("corpus.jsonl"), List.of(lines));
		return DocumentCollections.at(file.toString());
	}

	private Path folderWithText(String name) throws IOException {
		Path docs = Files.createDirectories(this.folder.resolve(name));
		Files.writeString(docs.resolve("a.txt"), "text");
		return docs;
	}

}
