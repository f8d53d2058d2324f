package dev.semblance.store.pgvector.internal.check;

import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.server.PrivateServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is set up badly, and that nobody else uses.
 */
@Tag("slow")
class EndangeredServerTests {

	@Test
	void aServerThatIsSetUpBadlyIsFoundOut() {
		try (PrivateServer server = new PrivateServer()) {
			for (String setting : List.of("fsync = off", "full_page_writes = off", "autovacuum = off",
					"max_prepared_transactions = 5")) {
				server.execute("ALTER SYSTEM SET " + setting);
			}
			server.kill();
			server.start();
			try (HikariDataSource pool = server.pool(2);
					PgVectorStore store = PgVectorStore.builder().dataSource(pool).open()) {
				StoreCheck check = store.check();
				assertThat(check.findings(Severity.PROBLEM)).extracting(Finding::found)
					.anyMatch((found) -> found.startsWith("fsync is off"))
					.anyMatch((found) -> found.startsWith("full_page_writes is off"));
				assertThat(check.findings(Severity.WARNING)).extracting(Finding::found)
					.anyMatch((found) -> found.startsWith("autovacuum is off for the whole server"));
				server.execute("BEGIN; CREATE TABLE left_over (); PREPARE TRANSACTION 'left over'");
				Database database = new Database(pool, Duration.ofSeconds(60), Duration.ZERO, List.of());
				assertThat(new HeldTransactionCheck(database, Duration.ZERO).findings()).anySatisfy((finding) -> {
					assertThat(finding.found()).startsWith("Prepared transaction 'left over' has a transaction open");
					assertThat(finding.remedy()).contains("ROLLBACK PREPARED 'left over'");
				});
			}
		}
	}

}
