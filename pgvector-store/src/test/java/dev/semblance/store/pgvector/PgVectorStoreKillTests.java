package dev.semblance.store.pgvector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.zaxxer.hikari.HikariDataSource;
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

	private static final int MOST_FOUND = 10_000;

	@Test
	void everyAcknowledgedDocumentSurvivesOnce() throws Exception {
		Random random = new Random();
		List<String> acknowledged = new ArrayList<>();
		try (TestStore server = new TestStore(); PgVectorStore store = open(server.pool(), server.schema())) {
			for (int round = 0; round < ROUNDS; round++) {
				acknowledged
					.addAll(writeUntilKilled(server.schema(), "r" + round, 1 + random.nextInt(12), random.nextInt(60)));
				List<String> all = Searches
					.ids(store.search(Searches.lexical(LetterDocuments.COMMON_WORD, MOST_FOUND)));
				assertThat(all.size() % BATCH).isZero();
				assertThat(all).containsAll(acknowledged.stream().flatMap((batch) -> ids(batch).stream()).toList());
				LetterDocuments.requireExactly(store, all);
			}
		}
		assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);
	}

	private static List<String> writeUntilKilled(String schema, String prefix, int batches, int extraMillis)
			throws IOException, InterruptedException {
		List<String> acknowledged = new ArrayList<>();
		try (ChildProcess writer = ChildProcess.start(Writer.class, schema, prefix)) {
			String line = writer.line();
			while (line != null) {
				acknowledged.add(line);
				if (acknowledged.size() == batches) {
					Thread.sleep(extraMillis);
					writer.kill();
				}
				line = writer.line();
			}
			writer.await();
		}
		assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(batches);
		return acknowledged;
	}

	private static PgVectorStore open(HikariDataSource pool, String schema) {
		return LetterDocuments.spaces(PgVectorStore.builder().dataSource(pool).schema(schema)).open();
	}

	private static List<String> ids(String batch) {
		return LetterDocuments.ids(batch + "n", BATCH);
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
					String batch = arguments[1] + "b" + i;
					List<EmbeddedDocument> documents = LetterDocuments.embedded(ids(batch));
					store.upsert(documents);
					store.upsert(documents);
					System.out.println(batch);
				}
			}
		}

	}

}
