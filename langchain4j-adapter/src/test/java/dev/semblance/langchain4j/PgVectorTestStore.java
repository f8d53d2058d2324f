package dev.semblance.langchain4j;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;

/**
 * A store in a schema of its own on the real server.
 */
final class PgVectorTestStore implements AutoCloseable {

	private final TestSchema schema = new TestSchema();

	private final HikariDataSource pool = PgVectorServer.pool(4);

	private final PgVectorStore store;

	PgVectorTestStore(EmbeddingSpace space) {
		this.store = PgVectorStore.builder().dataSource(this.pool).schema(this.schema.name()).space(space).open();
	}

	DocumentStore store() {
		return this.store;
	}

	@Override
	public void close() {
		this.store.close();
		this.pool.close();
		this.schema.close();
	}

}
