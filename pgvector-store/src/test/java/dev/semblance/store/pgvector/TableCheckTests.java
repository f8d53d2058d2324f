package dev.semblance.store.pgvector;

import java.util.List;

import dev.semblance.store.pgvector.check.CheckedTable;
import dev.semblance.store.pgvector.check.CheckedTable.Contents;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statistics, dead rows and vacuum. The server must not tidy up by itself meanwhile.
 */
class TableCheckTests {

	private static final int COUNT = 3_000;

	private final TestStore server = new TestStore();

	private final PgVectorStore store = Checks.small(this.server).open();

	private final String vectors = Checks.vectorTable(this.server, "dense");

	@BeforeEach
	void letNobodyTidyUp() {
		for (String table : List.of("document", this.vectors)) {
			Sql.execute(this.server.pool(),
					"ALTER TABLE %s SET (autovacuum_enabled = off)".formatted(qualified(table)));
		}
	}

	@AfterEach
	void close() {
		this.store.close();
		this.server.close();
	}

	@Test
	void aTableThatWasNeverAnalyzedIsAWarning() {
		fill();
		Finding finding = about("statistics of table document");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.found()).startsWith("The table has 3,000 rows and was never analyzed");
		assertThat(finding.remedy()).isEqualTo("Run ANALYZE %s.".formatted(qualified("document")));
		Sql.execute(this.server.pool(), "ANALYZE " + qualified("document"));
		assertThat(about("statistics of table document").severity()).isEqualTo(Severity.OK);
	}

	@Test
	void statisticsThatWereMadeBeforeMuchWasWrittenAreAWarning() {
		fill();
		Sql.execute(this.server.pool(), "ANALYZE " + qualified("document"));
		change("UPDATE %s SET metadata = '{}' WHERE id %% 3 > 0", "document");
		Finding finding = about("statistics of table document");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.found()).isEqualTo("2,000 rows were written since the table, of 3,000 rows, was analyzed.");
	}

	@Test
	void deadDocumentsAreAWarningWhenTheyAreMany() {
		fill();
		change("UPDATE %s SET metadata = '{\"a\": 1}'", "document");
		Finding finding = about("dead rows of table document");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.found()).isEqualTo("3,000 of 6,000 rows are dead (50 %).");
		assertThat(finding.remedy()).isEqualTo("Run VACUUM (ANALYZE) %s.".formatted(qualified("document")));
		Sql.execute(this.server.pool(), "VACUUM (ANALYZE) " + qualified("document"));
		assertThat(about("dead rows of table document").severity()).isEqualTo(Severity.OK);
	}

	@Test
	void fewDeadRowsAreNoBurden() {
		fill();
		change("DELETE FROM %s WHERE document_id %% 4 = 0", this.vectors);
		assertThat(about("dead rows of table " + this.vectors).severity()).isEqualTo(Severity.OK);
	}

	@Test
	void deadVectorsAreDeadEntriesOfTheGraph() {
		this.store.upsert(Checks.documents(2 * COUNT));
		Checks.flushCounters(this.server);
		change("DELETE FROM %s WHERE document_id %% 5 = 0", this.vectors);
		Finding finding = about("dead rows of table " + this.vectors);
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.found())
			.startsWith("1,200 of 6,000 rows are dead (20 %), and so are as many entries of its graph");
		assertThat(finding.remedy()).isEqualTo("Run VACUUM (ANALYZE) %s.".formatted(qualified(this.vectors)));
	}

	@Test
	void aGraphWithVeryManyDeadEntriesIsBetterBuiltAnew() {
		fill();
		change("DELETE FROM %s WHERE document_id %% 2 = 0", this.vectors);
		assertThat(about("dead rows of table " + this.vectors).remedy())
			.startsWith("Run REINDEX TABLE CONCURRENTLY " + qualified(this.vectors));
	}

	@Test
	void autovacuumThatIsSwitchedOffForATableIsAWarning() {
		Sql.execute(this.server.pool(), "ALTER TABLE %s RESET (autovacuum_enabled)".formatted(qualified("document")));
		Finding finding = about("autovacuum");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.found()).startsWith("Autovacuum is switched off for table %s:".formatted(this.vectors));
		Sql.execute(this.server.pool(), "ALTER TABLE %s RESET (autovacuum_enabled)".formatted(qualified(this.vectors)));
		assertThat(about("autovacuum")).isEqualTo(Finding.ok("autovacuum", "On."));
	}

	@Test
	void documentsWithoutAVectorAreAProblem() {
		this.store.upsert(Checks.documents(20));
		assertThat(about("documents without a dense vector").severity()).isEqualTo(Severity.OK);
		change("DELETE FROM %s WHERE document_id %% 2 = 0", this.vectors);
		Finding finding = about("documents without a dense vector");
		assertThat(finding.severity()).isEqualTo(Severity.PROBLEM);
		assertThat(finding.found()).startsWith("10 documents have none in ")
			.contains("the dense leg does not find them");
		assertThat(about("documents without a sparse vector").severity()).isEqualTo(Severity.OK);
		this.store.upsert(Checks.documents(20));
		assertThat(about("documents without a dense vector").severity()).isEqualTo(Severity.OK);
	}

	@Test
	void documentsOfOthersAreNotMissed() {
		try (PgVectorStore other = Checks.small(this.server).tenant("other").open()) {
			other.upsert(Checks.documents(20));
			change("DELETE FROM %s", this.vectors);
			assertThat(about("documents without a dense vector").severity()).isEqualTo(Severity.OK);
			assertThat(Checks.about(other.check(), "documents without a dense vector").severity())
				.isEqualTo(Severity.PROBLEM);
		}
	}

	@Test
	void tablesAreToldWithTheirRowsAndSizes() {
		this.store.upsert(Checks.documents(COUNT));
		this.store.buildIndexes();
		Checks.flushCounters(this.server);
		StoreCheck check = this.store.check();
		assertThat(check.documents()).isEqualTo(COUNT);
		assertThat(check.tables()).extracting(CheckedTable::contents)
			.containsExactly(Contents.DOCUMENTS, Contents.DENSE_VECTORS, Contents.SPARSE_VECTORS);
		assertThat(check.tables()).allSatisfy((table) -> {
			assertThat(table.rows()).isBetween((long) COUNT, 2L * COUNT);
			assertThat(table.bytes()).isGreaterThan(COUNT * 20);
			assertThat(table.indexBytes()).isGreaterThan(COUNT * 8);
		});
	}

	private void fill() {
		this.store.upsert(Checks.documents(COUNT));
		Checks.flushCounters(this.server);
	}

	private void change(String sql, String table) {
		Sql.execute(this.server.pool(), sql.formatted(qualified(table)) + "; SELECT pg_stat_force_next_flush()");
	}

	private Finding about(String subject) {
		return Checks.about(this.store.check(), subject);
	}

	private String qualified(String table) {
		return this.server.schema() + "." + table;
	}

}
