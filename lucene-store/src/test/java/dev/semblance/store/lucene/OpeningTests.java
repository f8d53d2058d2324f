package dev.semblance.store.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.StoreException;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpeningTests {

	private static final EmbeddingSpace SPACE = new EmbeddingSpace("some/model", 2, SimilarityFunction.COSINE);

	private Path directory = Path.of("");

	@BeforeEach
	void nameADirectory(@TempDir Path temporary) {
		this.directory = temporary.resolve("a b").resolve("store");
	}

	@Test
	void whatWasWrittenIsThereAfterReopening() {
		Document document = new Document("a", "running foxes");
		try (LuceneStore store = english().open()) {
			store.upsert(List.of(new EmbeddedDocument(document, new float[] { 1, 0 })));
		}
		for (int i = 0; i < 3; i++) {
			try (LuceneStore store = english().open()) {
				assertThat(store.space()).isEqualTo(SPACE);
				assertThat(store.find(List.of("a"))).containsExactly(document);
				assertThat(store.search(Searches.lexical("fox", 1))).hasSize(1);
				assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 1, false))).hasSize(1);
				store.upsert(List.of(Searches.vector("round" + i, 0, 1)));
			}
		}
	}

	@Test
	void longVectorsAreReadAgain() {
		EmbeddingSpace space = Searches.space(2000, SimilarityFunction.COSINE);
		float[] vector = new float[2000];
		vector[1999] = 1;
		try (LuceneStore store = LuceneStore.builder().directory(this.directory).space(space).open()) {
			store.upsert(List.of(Searches.vector("a", vector)));
		}
		try (LuceneStore store = LuceneStore.builder().directory(this.directory).space(space).open()) {
			assertThat(store.search(Searches.dense(vector, 1, false)).get(0).score()).isEqualTo(1);
		}
	}

	@Test
	void anotherSpaceOrLanguageIsRefusedByNamingBoth() {
		english().open().close();
		EmbeddingSpace other = new EmbeddingSpace("other/model", 2, SimilarityFunction.COSINE);
		assertThatThrownBy(() -> english().space(other).open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("some/model (2 dimensions, cosine) and language english")
			.hasMessageContaining("other/model")
			.hasMessageContaining(this.directory.toString());
		assertThatThrownBy(() -> english().language("german").open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("german");
		assertThatThrownBy(() -> LuceneStore.builder().directory(this.directory).open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("no dense vectors");
		english().open().close();
	}

	@Test
	void aStoreThatIsOpenAlreadyIsRefusedInOneSentence() {
		try (LuceneStore open = english().open()) {
			assertThatThrownBy(() -> english().open()).isInstanceOfSatisfying(StoreException.class,
					(ex) -> assertThat(ex.problem()).isEqualTo(
							"The store at %s is already open, here or in another process.".formatted(this.directory)));
			open.upsert(List.of(Searches.vector("a", 1, 0)));
		}
		english().open().close();
	}

	@Test
	void aStaleLockFileDoesNotHinder() throws IOException {
		Files.createDirectories(this.directory);
		Files.createFile(this.directory.resolve(IndexWriter.WRITE_LOCK_NAME));
		english().open().close();
	}

	@Test
	void aFileIsNotADirectory() throws IOException {
		Files.createDirectories(this.directory.getParent());
		Files.createFile(this.directory);
		assertThatThrownBy(() -> english().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("it is a file");
		assertThatThrownBy(() -> LuceneStore.builder().directory(this.directory.resolve("below")).open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("below");
	}

	@Test
	void anIndexOfAnotherApplicationIsLeftAlone() throws IOException {
		try (FSDirectory files = FSDirectory.open(this.directory);
				IndexWriter writer = new IndexWriter(files, new IndexWriterConfig(new KeywordAnalyzer()))) {
			writer.addDocument(List.of());
			writer.commit();
		}
		List<Path> before = files();
		assertThatThrownBy(() -> english().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("another application");
		assertThat(files()).isEqualTo(before);
	}

	@Test
	void everyDamagedFileIsReportedAndNoneHidesBehindAnotherException() throws IOException {
		try (LuceneStore store = english().open()) {
			store.upsert(List.of(Searches.vector("a", 1, 0), Searches.vector("b", 0, 1)));
		}
		for (Path file : files()) {
			if (file.endsWith(IndexWriter.WRITE_LOCK_NAME)) {
				continue;
			}
			byte[] content = Files.readAllBytes(file);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.truncate(content.length / 2);
			}
			assertThatThrownBy(() -> english().open()).as(file.toString()).isInstanceOf(StoreException.class);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.write(ByteBuffer.wrap(content), 0);
			}
			english().open().close();
		}
	}

	@Test
	void segmentsWithoutTheirListAreNotOverwritten() throws IOException {
		try (LuceneStore store = english().open()) {
			store.upsert(List.of(Searches.vector("a", 1, 0)));
		}
		for (Path file : files()) {
			if (file.getFileName().toString().startsWith("segments_")) {
				Files.delete(file);
			}
		}
		List<Path> before = files();
		assertThatThrownBy(() -> english().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("is damaged");
		assertThat(files()).isEqualTo(before);
	}

	private LuceneStoreBuilder english() {
		return LuceneStore.builder().directory(this.directory).space(SPACE);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.sorted().toList();
		}
	}

}
