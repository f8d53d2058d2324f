package dev.semblance.store.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
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
import static org.assertj.core.api.Assumptions.assumeThat;

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
	void sparseVectorsAreThereAfterReopening() {
		SparseVector vector = Searches.sparseVector(10, 3, 0.1, 7, 2);
		try (LuceneStore store = sparse(10).open()) {
			store.upsert(List.of(new EmbeddedDocument(new Document("a", "fox"), new float[] { 1, 0 }, vector)));
		}
		try (LuceneStore store = sparse(10).open()) {
			assertThat(store.sparseSpace()).isEqualTo(Searches.sparseSpace(10));
			assertThat(store.search(Searches.sparse(vector, 1)).get(0).score()).isEqualTo((double) 0.1f * 0.1f + 4);
		}
	}

	@Test
	void anotherSparseSpaceIsRefusedByNamingBoth() {
		sparse(10).open().close();
		assertThatThrownBy(() -> sparse(11).open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("sparse-model (10 dimensions, sparse) and language english")
			.hasMessageContaining("sparse-model (11 dimensions, sparse)");
		assertThatThrownBy(() -> english().sparseSpace(new SparseSpace("other", 10)).open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("other (10 dimensions, sparse)");
		assertThatThrownBy(() -> english().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("is opened for some/model (2 dimensions, cosine) and language english");
		sparse(10).open().close();
	}

	@Test
	void aStoreThatWasMadeWithoutSparseVectorsIsRefusedWithThem() {
		english().open().close();
		assertThatThrownBy(() -> sparse(10).open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("sparse-model");
		english().open().close();
	}

	@Test
	void onlyAnIndexWithSparseVectorsHasTheFormatThatOlderVersionsRefuse() {
		assertThat(new StoreIdentity(SPACE, null, "english").toCommitData()).containsEntry("semblance.format", "1");
		assertThat(new StoreIdentity(SPACE, Searches.sparseSpace(1), "english").toCommitData())
			.containsEntry("semblance.format", "2");
	}

	@Test
	void aStoreIsOpenedAsItWasMade() {
		SparseSpace sparse = Searches.sparseSpace(10);
		try (LuceneStore made = english().language("german").sparseSpace(sparse).open()) {
			made.upsert(List.of(new EmbeddedDocument(new Document("a", "die H\u00e4user"), new float[] { 1, 0 },
					Searches.sparseVector(10, 3, 1))));
		}
		try (LuceneStore store = LuceneStore.open(this.directory)) {
			assertThat(store.space()).isEqualTo(SPACE);
			assertThat(store.sparseSpace()).isEqualTo(sparse);
			assertThat(store.search(Searches.lexical("haus", 1))).hasSize(1);
			store.upsert(List.of(new EmbeddedDocument(new Document("b", "ein Haus"), new float[] { 1, 0 },
					Searches.sparseVector(10, 3, 1))));
			assertThat(store.count()).isEqualTo(2);
		}
	}

	@Test
	void aStoreOfWordsOnlyIsOpenedAsItWasMade() {
		LuceneStore.builder().directory(this.directory).open().close();
		try (LuceneStore store = LuceneStore.open(this.directory)) {
			assertThat(store.space()).isNull();
			assertThat(store.sparseSpace()).isNull();
		}
	}

	@Test
	void aStoreThatIsNotThereIsNotMade() {
		assertThatThrownBy(() -> LuceneStore.open(this.directory)).isInstanceOf(StoreException.class)
			.hasMessage("The store at %s does not exist. Fill it first, or name another directory."
				.formatted(this.directory));
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void anEmptyDirectoryStaysEmptyWhenAStoreIsExpected() throws IOException {
		Files.createDirectories(this.directory);
		assertThatThrownBy(() -> LuceneStore.open(this.directory)).isInstanceOf(StoreException.class)
			.hasMessageContaining("does not exist");
		assertThat(this.directory).isEmptyDirectory();
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
	void aDirectoryThatMayNotBeWrittenIsRefused() throws IOException {
		english().open().close();
		assertThat(this.directory.toFile().setWritable(false)).isTrue();
		try {
			assumeThat(Files.isWritable(this.directory)).as("not run by a user who may write anywhere").isFalse();
			assertThatThrownBy(() -> english().open()).isInstanceOf(StoreException.class)
				.hasMessageContaining("is denied");
		}
		finally {
			assertThat(this.directory.toFile().setWritable(true)).isTrue();
		}
	}

	@Test
	void anIndexOfAnotherFormatIsRefusedByNamingBoth() {
		StoreIdentity identity = new StoreIdentity(SPACE, null, "english");
		Map<String, String> data = new HashMap<>(identity.toCommitData());
		data.put("semblance.format", "99");
		assertThatThrownBy(() -> identity.requireMadeFor(data, new IndexLocation(this.directory)))
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("format 99")
			.hasMessageContaining("format 1 and 2");
	}

	@Test
	void everyDamagedFileIsReportedAndNoneHidesBehindAnotherException() throws IOException {
		try (LuceneStore store = sparse(10).open()) {
			SparseVector sparse = Searches.sparseVector(10, 1, 1);
			store.upsert(List.of(new EmbeddedDocument(new Document("a", ""), new float[] { 1, 0 }, sparse),
					new EmbeddedDocument(new Document("b", ""), new float[] { 0, 1 }, sparse)));
		}
		for (Path file : files()) {
			if (file.endsWith(IndexWriter.WRITE_LOCK_NAME)) {
				continue;
			}
			byte[] content = Files.readAllBytes(file);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.truncate(content.length / 2);
			}
			assertThatThrownBy(() -> sparse(10).open()).as(file.toString()).isInstanceOf(StoreException.class);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.write(ByteBuffer.wrap(content), 0);
			}
			sparse(10).open().close();
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

	private LuceneStoreBuilder sparse(int dimensions) {
		return english().sparseSpace(Searches.sparseSpace(dimensions));
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
