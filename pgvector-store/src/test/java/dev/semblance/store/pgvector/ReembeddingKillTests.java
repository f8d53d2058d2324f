package dev.semblance.store.pgvector;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Filler.class.getName(), schema)
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		java.environment().put("SEMBLANCE_TEST_PG_URL", PgVectorServer.url());
		Process filler = java.start();
		int written = 0;
		try (BufferedReader lines = filler.inputReader(StandardCharsets.UTF_8)) {
			String line = lines.readLine();
			while (line != null) {
				written = Integer.parseInt(line);
				if (written >= vectors) {
					// Unlike the process, its handle leaves the pipe open to be read to
					// its end.
					filler.toHandle().destroyForcibly();
				}
				line = lines.readLine();
			}
		}
		finally {
			filler.destroyForcibly();
			assertThat(filler.waitFor(60, TimeUnit.SECONDS)).isTrue();
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
