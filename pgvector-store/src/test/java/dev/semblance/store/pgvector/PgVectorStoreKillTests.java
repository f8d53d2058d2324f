package dev.semblance.store.pgvector;

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

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process in the middle of its writing, again and again, and looks for what it
 * was told is written.
 */
@Tag("slow")
class PgVectorStoreKillTests {

	private static final int ROUNDS = 3;

	private static final int BATCH = 8;

	private static final EmbeddingSpace SPACE = Searches.space(16, SimilarityFunction.COSINE);

	private static final SparseSpace SPARSE_SPACE = Searches.sparseSpace(1_000_000);

	@Test
	void everyAcknowledgedDocumentSurvivesOnce() throws Exception {
		Random random = new Random();
		List<String> acknowledged = new ArrayList<>();
		try (TestStore server = new TestStore(); PgVectorStore store = open(server.pool(), server.schema())) {
			for (int round = 0; round < ROUNDS; round++) {
				acknowledged
					.addAll(writeUntilKilled(server.schema(), "r" + round, 1 + random.nextInt(12), random.nextInt(60)));
				requireAllOnce(store, acknowledged);
			}
		}
		assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);
	}

	private static void requireAllOnce(PgVectorStore store, List<String> batches) {
		List<String> ids = batches.stream().flatMap((batch) -> ids(batch).stream()).toList();
		assertThat(store.find(ids)).extracting(Document::id).containsExactlyInAnyOrderElementsOf(ids);
		for (String id : List.of(ids.get(0), ids.get(ids.size() - 1))) {
			assertThat(Searches.ids(store.search(Searches.dense(vector(id), 1, false)))).containsExactly(id);
			assertThat(Searches.ids(store.search(Searches.sparse(sparseVector(id), 1)))).containsExactly(id);
		}
		List<String> everyId = Searches.ids(store.search(Searches.lexical("word", 10_000)));
		assertThat(everyId.size() % BATCH).isZero();
		assertThat(new HashSet<>(everyId)).hasSameSizeAs(everyId).containsAll(ids);
		assertThat(Searches.ids(store.search(Searches.dense(vector("any"), 10_000, true))))
			.containsExactlyInAnyOrderElementsOf(everyId);
	}

	private static List<String> writeUntilKilled(String schema, String prefix, int batches, int extraMillis)
			throws IOException, InterruptedException {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Writer.class.getName(), schema, prefix)
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		java.environment().put("SEMBLANCE_TEST_PG_URL", PgVectorServer.url());
		Process writer = java.start();
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

	private static PgVectorStore open(HikariDataSource pool, String schema) {
		return PgVectorStore.builder().dataSource(pool).schema(schema).space(SPACE).sparseSpace(SPARSE_SPACE).open();
	}

	private static List<String> ids(String batch) {
		return IntStream.range(0, BATCH).mapToObj((i) -> batch + "-" + i).toList();
	}

	private static float[] vector(String id) {
		return DenseSearchTests.gaussian(new Random(id.hashCode()), SPACE.dimensions(), 1);
	}

	private static SparseVector sparseVector(String id) {
		int[] terms = new Random(id.hashCode()).ints(8, 0, SPARSE_SPACE.dimensions()).distinct().sorted().toArray();
		float[] ones = new float[terms.length];
		Arrays.fill(ones, 1);
		return new SparseVector(SPARSE_SPACE.dimensions(), terms, ones);
	}

	/**
	 * The process that is killed: writes every batch twice, which must leave it there
	 * once, and prints its name then.
	 */
	static final class Writer {

		private Writer() {
		}

		public static void main(String[] arguments) {
			try (HikariDataSource pool = PgVectorServer.pool(1); PgVectorStore store = open(pool, arguments[0])) {
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
