package dev.semblance.store.pgvector;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.PrivateServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The server's disk runs full.
 */
@Tag("slow")
class FullDiskTests {

	private static final int MEGABYTES = 48;

	private static final int BATCH = 500;

	/** A kilobyte for each row. */
	private static final String BALLAST = "CREATE TABLE %s AS SELECT repeat('x', 1000) FROM generate_series(1, %d)";

	private final PrivateServer server = new PrivateServer();

	private @Nullable HikariDataSource pool;

	@AfterEach
	void close() {
		if (this.pool != null) {
			this.pool.close();
		}
		this.server.close();
	}

	@Test
	void aFullDiskLosesNothingThatWasWrittenAndWritingGoesOnWhenThereIsRoom() {
		HikariDataSource crowded = crowded();
		try (PgVectorStore store = LetterDocuments.spaces(PgVectorStore.builder().dataSource(crowded)).open()) {
			List<String> written = fill(store);
			LetterDocuments.requireExactly(store, written);
			Sql.execute(crowded, "DROP TABLE ballast");
			List<String> more = LetterDocuments.ids("more", BATCH);
			store.upsert(LetterDocuments.embedded(more));
			LetterDocuments.requireExactly(store, LetterDocuments.both(written, more));
		}
	}

	@Test
	void aFullDiskCanBeDeletedFromAndWrittenToWhenItIsVacuumed() {
		HikariDataSource crowded = crowded();
		try (PgVectorStore store = LetterDocuments.spaces(PgVectorStore.builder().dataSource(crowded)).open()) {
			List<String> written = fill(store);
			List<String> doomed = written.subList(0, written.size() / 2);
			assertThat(store.delete(doomed)).isEqualTo(doomed.size());
			// Vacuuming takes some room itself: what is pending goes into the index of
			// words.
			Sql.execute(crowded, "DROP TABLE ballast");
			// Pages of B-trees are used again after the second time.
			Sql.execute(crowded, "VACUUM");
			Sql.execute(crowded, "VACUUM");
			long size = size(crowded);
			List<String> back = doomed.subList(0, doomed.size() / 4);
			store.upsert(LetterDocuments.embedded(back));
			// They went to where those were that were deleted.
			assertThat(size(crowded)).isEqualTo(size);
			LetterDocuments.requireExactly(store,
					LetterDocuments.both(back, written.subList(doomed.size(), written.size())));
		}
	}

	private static long size(HikariDataSource crowded) {
		return Long.parseLong(Sql.value(crowded, "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r' "
				+ "AND relnamespace = 'semblance'::regnamespace"));
	}

	private HikariDataSource crowded() {
		this.server.tablespace("small", MEGABYTES);
		this.server.execute("CREATE DATABASE crowded TABLESPACE small");
		HikariDataSource crowded = PgVectorServer.pool(this.server.url().replace("/postgres?", "/crowded?"), 2);
		this.pool = crowded;
		Sql.execute(crowded, "CREATE EXTENSION vector");
		Sql.execute(crowded, BALLAST.formatted("ballast", 8_000));
		return crowded;
	}

	/** Writes until the disk is full, and returns what was acknowledged. */
	private static List<String> fill(PgVectorStore store) {
		List<String> written = new ArrayList<>();
		assertThatThrownBy(() -> {
			for (int i = 0; i < 1000; i++) {
				List<String> ids = LetterDocuments.ids("batch" + i + "n", BATCH);
				store.upsert(LetterDocuments.embedded(ids));
				written.addAll(ids);
			}
		}).isInstanceOf(StoreException.class)
			.hasMessageContaining("No space left on device (SQLSTATE 53100)")
			.hasMessageContaining("The server is out of memory, disk or connections: free some, then try again.")
			.cause()
			.isInstanceOfSatisfying(SQLException.class, (ex) -> assertThat(ex.getSQLState()).isEqualTo("53100"));
		assertThat(written).hasSizeGreaterThan(BATCH);
		return written;
	}

}
