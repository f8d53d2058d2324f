package dev.semblance.store.pgvector.internal.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.ExtensionVersion;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings and versions that the server of the tests, which others use too, must not
 * have.
 */
class ServerCheckTests {

	private final HikariDataSource pool = PgVectorServer.pool(2);

	private final Database database = database(this.pool);

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void theServersSettingsAreRead() {
		ServerSettings settings = ServerSettings.read(this.database);
		assertThat(settings.text("server_version")).matches("\\d+.*");
		assertThat(settings.number("server_version_num")).isGreaterThanOrEqualTo(130_000);
		assertThat(settings.number("shared_buffers")).isGreaterThanOrEqualTo(1 << 20);
		assertThat(settings.text("fsync")).isIn("on", "off");
		assertThat(settings.values()).hasSize(12);
	}

	@ParameterizedTest
	@CsvSource({ "fsync, PROBLEM", "full_page_writes, PROBLEM", "synchronous_commit, INFO", "data_checksums, INFO" })
	void settingsThatEndangerDocumentsAreFound(String name, Severity severity) {
		assertThat(new DurabilityCheck(settings(name, "off")).findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(severity);
			assertThat(finding.found()).containsIgnoringCase(name.replace('_', name.startsWith("data") ? ' ' : '_'));
			assertThat(finding.remedy()).isNotBlank();
		});
		assertThat(new DurabilityCheck(settings(name, "on")).findings()).extracting(Finding::severity)
			.containsExactly(Severity.OK);
	}

	@ParameterizedTest
	@CsvSource({ "autovacuum", "track_counts" })
	void autovacuumThatIsOffForTheWholeServerIsAWarning(String name) {
		assertThat(new AutovacuumCheck(settings(name, "off"), List.of()).findings()).singleElement()
			.satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Severity.WARNING);
				assertThat(finding.found()).startsWith(name + " is off for the whole server");
			});
	}

	@ParameterizedTest
	@CsvSource({ "120010, PROBLEM", "130023, WARNING", "140001, OK", "180002, OK" })
	void aServerThatIsTooOldIsFound(String number, Severity severity) {
		VersionCheck check = new VersionCheck(this.database, settings("server_version_num", number),
				ExtensionVersion.parse("0.8.6"));
		assertThat(check.findings().get(0).severity()).isEqualTo(severity);
	}

	@Test
	void anExtensionWithKnownDefectsIsAWarningThatSaysWhereTheNextOneIs() {
		Finding finding = extension("0.8.1", "0.8.1").get(0);
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.found()).contains("CVE-2026-3172").contains("vacuum can damage");
		assertThat(finding.remedy())
			.startsWith("Update to 0.8.4 or later: install it on the server; then run ALTER EXTENSION");
		assertThat(extension("0.8.3", "0.8.6").get(0).found()).doesNotContain("CVE").contains("Vacuum can damage");
		assertThat(extension("0.8.3", "0.8.6").get(0).remedy()).contains("which the server has (0.8.6)");
	}

	@Test
	void aNewerExtensionThatTheServerHasIsWorthKnowing() {
		assertThat(extension("0.8.4", "0.8.6")).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.INFO);
			assertThat(finding.found()).contains("0.8.4").contains("0.8.6");
		});
		assertThat(extension("0.8.6", "0.8.6")).extracting(Finding::severity).containsExactly(Severity.OK);
		assertThat(extension("0.8.6", "0.8.4")).extracting(Finding::severity).containsExactly(Severity.OK);
	}

	@Test
	void theExtensionThatTheServerHasIsAskedFor() {
		VersionCheck check = new VersionCheck(this.database, ServerSettings.read(this.database),
				ExtensionVersion.parse("0.1.0"));
		assertThat(check.findings()).extracting(Finding::found)
			.anyMatch((found) -> found.startsWith("The database has pgvector 0.1.0, and the server could give it 0."));
	}

	@Test
	void aTransactionThatIsOpenForLongIsAWarningWithItsSession() throws SQLException {
		// In one that others use too, theirs may be open for longer, and only the longest
		// are told.
		try (TestDatabase own = new TestDatabase();
				Connection connection = own.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			Database asked = database(own.dataSource());
			connection.setAutoCommit(false);
			statement.execute("SET LOCAL application_name = 'somebody idle'; SELECT pg_current_xact_id()");
			assertThat(new HeldTransactionCheck(asked, Duration.ofHours(1)).findings())
				.noneMatch((finding) -> finding.found().contains("somebody idle"));
			List<Finding> held = new HeldTransactionCheck(asked, Duration.ZERO).findings();
			connection.rollback();
			assertThat(held).anySatisfy((finding) -> {
				assertThat(finding.severity()).isEqualTo(Severity.WARNING);
				assertThat(finding.found()).contains("(somebody idle, idle in transaction) has a transaction open");
				assertThat(finding.remedy()).contains("SELECT pg_terminate_backend(");
			});
			assertThat(new HeldTransactionCheck(asked, Duration.ZERO).findings())
				.noneMatch((finding) -> finding.found().contains("somebody idle"));
		}
	}

	private static Database database(DataSource dataSource) {
		return new Database(dataSource, Duration.ofSeconds(60), Duration.ZERO, List.of());
	}

	private List<Finding> extension(String installed, String available) {
		return new VersionCheck(this.database, settings("fsync", "on"), ExtensionVersion.parse(installed))
			.extension(ExtensionVersion.parse(available));
	}

	private static ServerSettings settings(String name, String value) {
		Map<String, String> values = new HashMap<>();
		values.put("server_version", "17.5");
		values.put(name, value);
		return new ServerSettings(values);
	}

}
