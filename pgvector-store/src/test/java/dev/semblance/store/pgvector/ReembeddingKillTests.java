package dev.semblance.store.pgvector;

import java.io.IOException;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process in the middle of its filling, again and again; the last one ends it.
 */
@Tag("slow")
class ReembeddingKillTests {

	private static final int DOCUMENTS = 2_000;

	private static final int KILLED = 3;

	private final SeededEncoder before = new SeededEncoder("before", 8);

	@Test
	void whatAKilledProcessWroteIsKeptAndNotMadeAgain() throws Exception {
		try (TestStore server = new TestStore();
				PgVectorStore store = server.builder().space(this.before.model()).open()) {
			store.upsert(this.before.documents(DOCUMENTS));
			int acknowledged = 0;
			for (int i = 0; i < KILLED; i++) {
				acknowledged += fillUntilKilled(server.schema(), 50 + 100 * i);
			}
			SeededEncoder after = Filler.encoder();
			try (Reembedding reembedding = server.builder().reembed(after)) {
				assertThat(SpaceVectors.count(server, reembedding.space())).isGreaterThanOrEqualTo(acknowledged)
					.isLessThan(DOCUMENTS);
				reembedding.switchOver();
				SpaceVectors.requireComplete(server, reembedding.space(), after);
			}
			assertThat(after.encoded()).isLessThanOrEqualTo(DOCUMENTS - acknowledged);
		}
	}

	/** Returns how many vectors the process was told are written. */
	private static int fillUntilKilled(String schema, int vectors) throws IOException, InterruptedException {
		int written = 0;
		try (ChildProcess filler = ChildProcess.start(Filler.class, schema)) {
			String line = filler.line();
			while (line != null) {
				written = Integer.parseInt(line);
				if (written >= vectors) {
					filler.kill();
				}
				line = filler.line();
			}
			filler.await();
		}
		assertThat(written).isGreaterThanOrEqualTo(vectors);
		return written;
	}

	/**
	 * The process that is killed: fills, and prints after every batch how many vectors it
	 * has written.
	 */
	static final class Filler {

		private Filler() {
		}

		static SeededEncoder encoder() {
			return new SeededEncoder("after", 16);
		}

		public static void main(String[] arguments) {
			try (HikariDataSource pool = PgVectorServer.pool(1);
					Reembedding reembedding = PgVectorStore.builder()
						.dataSource(pool)
						.schema(arguments[0])
						.reembed(encoder())) {
				// At a rate that makes batches small, and waits long enough to be killed.
				reembedding.fill(new FillSettings(50), (report) -> System.out.println(report.written()));
			}
		}

	}

}
