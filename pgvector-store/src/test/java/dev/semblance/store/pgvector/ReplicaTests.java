package dev.semblance.store.pgvector;

import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreUnavailableException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.PrivateServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A store that searches a streaming replica.
 */
@Tag("slow")
class ReplicaTests {

	private static final List<String> IDS = LetterDocuments.ids("d", 300);

	private static final EmbeddedDocument WRITTEN = LetterDocuments.embedded("written");

	private final PrivateServer server = new PrivateServer();

	private final HikariDataSource primary = this.server.pool(2);

	private final HikariDataSource replica = PgVectorServer.pool(this.server.replica(), 2);

	private final PgVectorStore store = LetterDocuments
		.spaces(PgVectorStore.builder()
			.dataSource(this.primary)
			.replica(this.replica)
			.retryFor(Duration.ZERO)
			.indexFrom(200))
		.open();

	@AfterEach
	void close() {
		this.store.close();
		this.replica.close();
		this.primary.close();
		this.server.close();
	}

	@Test
	void searchesGoToTheReplicaAndGoOnWithoutThePrimary() throws InterruptedException {
		this.store.upsert(LetterDocuments.embedded(IDS));
		this.store.buildIndexes();
		awaitReplica(IDS.size());
		LetterDocuments.requireExactly(this.store, IDS);
		Sql.execute(this.replica, "SELECT pg_wal_replay_pause()");
		this.store.upsert(List.of(WRITTEN));
		assertThat(this.store.count()).isEqualTo(IDS.size() + 1);
		assertThat(Searches.ids(this.store.search(Searches.lexical("written", 1)))).isEmpty();
		Sql.execute(this.replica, "SELECT pg_wal_replay_resume()");
		awaitReplica(IDS.size() + 1);
		assertThat(Searches.ids(this.store.search(Searches.lexical("written", 1)))).containsExactly("written");
		this.primary.setConnectionTimeout(1_000);
		this.server.kill();
		requireSearches();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.store.upsert(List.of(LetterDocuments.embedded("late"))));
		requireSearches();
		this.server.start();
		this.primary.setConnectionTimeout(10_000);
		List<String> all = LetterDocuments.both(IDS, List.of("written", "late"));
		Await.until("the primary is there again", () -> {
			try {
				this.store.upsert(List.of(LetterDocuments.embedded("late")));
				return true;
			}
			catch (StoreUnavailableException ex) {
				return false;
			}
		});
		awaitReplica(all.size());
		LetterDocuments.requireExactly(this.store, all);
	}

	private void requireSearches() {
		List<LegQuery> legs = List.of(new LegQuery.DenseQuery(LetterDocuments.dense(WRITTEN), 1, false),
				new LegQuery.SparseQuery(LetterDocuments.sparse(WRITTEN), 1), new LegQuery.LexicalQuery("written", 1));
		assertThat(Searches.ids(this.store.search(Searches.request(legs, 5, null)))).startsWith("written");
	}

	private void awaitReplica(int documents) throws InterruptedException {
		Await.until("the replica has what was written",
				() -> Sql.value(this.replica, "SELECT count(*) FROM semblance.document")
					.equals(String.valueOf(documents)));
	}

}
