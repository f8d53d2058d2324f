package dev.semblance.store.pgvector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.pipeline.IngestReport;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of their own ingest: one that is killed, and two at a time.
 */
@Tag("slow")
class IngestProcessTests {

	private static final List<String> IDS = LetterDocuments.ids("d", 6000);

	private final Random random = new Random();

	@Test
	void anIngestThatIsKilledIsContinuedWhereItStood() throws Exception {
		try (TestStore server = new TestStore(); PgVectorStore store = open(server.pool(), server.schema())) {
			long acknowledged = ingestUntilKilled(server.schema(), 3 + this.random.nextInt(20));
			long before = store.count();
			assertThat(before).isBetween(acknowledged, IDS.size() - 1L);
			IngestReport report = ingest(server.schema(), IDS);
			assertThat(report.unchanged()).isEqualTo(before);
			assertThat(report.written()).isEqualTo(IDS.size() - before);
			// Each text goes to two encoders, and only of a document that was missing.
			assertThat(report.usage().tokens()).isEqualTo(2 * report.written());
			LetterDocuments.requireExactly(store, IDS);
		}
	}

	@Test
	void twoProcessesIngestTheSameDocumentsInOppositeOrder() throws Exception {
		try (TestStore server = new TestStore(); PgVectorStore store = open(server.pool(), server.schema())) {
			for (String order : List.of("opposite", "random")) {
				try (ChildProcess first = ChildProcess.start(Ingest.class, server.schema(), "forward");
						ChildProcess second = ChildProcess.start(Ingest.class, server.schema(), order)) {
					assertThat(lastLine(first)).startsWith("done");
					assertThat(lastLine(second)).startsWith("done");
					assertThat(first.await()).isZero();
					assertThat(second.await()).isZero();
				}
				LetterDocuments.requireExactly(store, IDS);
				store.delete(IDS);
			}
		}
	}

	private static long ingestUntilKilled(String schema, int batches) throws IOException, InterruptedException {
		long acknowledged = 0;
		try (ChildProcess ingest = ChildProcess.start(Ingest.class, schema, "forward")) {
			int count = 0;
			for (String line = ingest.line(); line != null; line = ingest.line()) {
				assertThat(line).as("killed before it was done").doesNotStartWith("done");
				acknowledged = Long.parseLong(line);
				if (++count == batches) {
					ingest.kill();
				}
			}
			ingest.await();
		}
		return acknowledged;
	}

	private static String lastLine(ChildProcess process) {
		String last = "nothing";
		for (String line = process.line(); line != null; line = process.line()) {
			last = line;
		}
		return last;
	}

	private static IngestReport ingest(String schema, List<String> ids) {
		try (HikariDataSource pool = PgVectorServer.pool(1); PgVectorStore store = open(pool, schema)) {
			return LetterDocuments.ingestor(store)
				.ingest(LetterDocuments.documents(ids).iterator(),
						(progress) -> System.out.println(progress.documents()));
		}
	}

	private static PgVectorStore open(HikariDataSource pool, String schema) {
		return LetterDocuments.spaces(PgVectorStore.builder().dataSource(pool).schema(schema)).open();
	}

	/** A process that ingests all documents and prints how far it is. */
	static final class Ingest {

		private Ingest() {
		}

		public static void main(String[] arguments) {
			List<String> ids = new ArrayList<>(IDS);
			switch (Objects.requireNonNull(arguments[1])) {
				case "opposite" -> Collections.reverse(ids);
				case "random" -> Collections.shuffle(ids);
				default -> {
				}
			}
			IngestReport report = ingest(arguments[0], ids);
			System.out.println("done " + report.written());
		}

	}

}
