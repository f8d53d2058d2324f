package dev.semblance.store.lucene;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process in the middle of its writing, again and again, and looks for what it
 * was told is written.
 */
@Tag("slow")
class LuceneStoreKillTests {

	private static final int ROUNDS = 5;

	private static final int BATCH = 8;

	private static final EmbeddingSpace SPACE = Searches.space(16, SimilarityFunction.COSINE);

	private static final SparseSpace SPARSE_SPACE = Searches.sparseSpace(1_000_000);

	@Test
	void everyAcknowledgedDocumentSurvivesOnce(@TempDir Path directory) throws Exception {
		Random random = new Random();
		List<String> acknowledged = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			acknowledged.addAll(writeUntilKilled(directory, "r" + round, 1 + random.nextInt(12), random.nextInt(60)));
			try (LuceneStore store = open(directory)) {
				requireAllOnce(store, acknowledged);
			}
		}
		assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);
	}

	private static void requireAllOnce(LuceneStore store, List<String> batches) {
		List<String> ids = batches.stream().flatMap((batch) -> ids(batch).stream()).toList();
		List<Document> found = store.find(ids);
		assertThat(found).extracting(Document::id).containsExactlyInAnyOrderElementsOf(ids);
		for (String id : ids) {
			assertThat(Searches.ids(store.search(Searches.dense(vector(id), 1, false)))).containsExactly(id);
			assertThat(Searches.ids(store.search(Searches.sparse(sparseVector(id), 1)))).containsExactly(id);
		}
		int all = (int) store.count();
		assertThat(all % BATCH).isZero();
		List<String> everyId = Searches.ids(store.search(Searches.lexical("word", all)));
		assertThat(everyId).hasSize(all);
		assertThat(new HashSet<>(everyId)).hasSize(all).containsAll(ids);
	}

	private static List<String> writeUntilKilled(Path directory, String prefix, int batches, int extraMillis)
			throws IOException, InterruptedException {
		Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Writer.class.getName(), directory.toString(), prefix)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		List<String> acknowledged = new ArrayList<>();
		try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
			String line = lines.readLine();
			while (line != null) {
				acknowledged.add(line);
				if (acknowledged.size() == batches) {
					Thread.sleep(extraMillis);
					// Unlike the process, its handle leaves the pipe open to be read to
					// its end.
					writer.toHandle().destroyForcibly();
				}
				line = lines.readLine();
			}
		}
		finally {
			writer.destroyForcibly();
			assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(batches);
		return acknowledged;
	}

	private static LuceneStore open(Path directory) {
		return LuceneStore.builder().directory(directory).space(SPACE).sparseSpace(SPARSE_SPACE).open();
	}

	private static List<String> ids(String batch) {
		return IntStream.range(0, BATCH).mapToObj((i) -> batch + "-" + i).toList();
	}

	private static float[] vector(String id) {
		Random random = new Random(id.hashCode());
		float[] vector = new float[SPACE.dimensions()];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		return vector;
	}

	private static SparseVector sparseVector(String id) {
		Random random = new Random(id.hashCode());
		int[] indices = random.ints(8, 0, SPARSE_SPACE.dimensions()).distinct().sorted().toArray();
		float[] values = new float[indices.length];
		Arrays.fill(values, 1);
		return new SparseVector(SPARSE_SPACE.dimensions(), indices, values);
	}

	/**
	 * The process that is killed: writes every batch twice, which must leave it there
	 * once, and prints its name then.
	 */
	static final class Writer {

		private Writer() {
		}

		public static void main(String[] arguments) {
			try (LuceneStore store = open(Path.of(arguments[0]))) {
				for (int i = 0; true; i++) {
					String batch = arguments[1] + "-" + i;
					List<EmbeddedDocument> documents = ids(batch).stream()
						.map((id) -> new EmbeddedDocument(new Document(id, "word"), vector(id), sparseVector(id)))
						.toList();
					store.upsert(documents);
					store.upsert(documents);
					System.out.println(batch);
				}
			}
		}

	}

}
