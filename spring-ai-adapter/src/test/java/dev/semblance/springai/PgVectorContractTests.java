package dev.semblance.springai;

import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;

/**
 * The tests of vector stores on PostgreSQL, each in a schema of its own.
 */
class PgVectorContractTests extends VectorStoreContractTests {

	@Override
	void withStore(EmbeddingSpace space, Consumer<DocumentStore> test) {
		try (TestSchema schema = new TestSchema();
				HikariDataSource pool = PgVectorServer.pool(4);
				PgVectorStore store = PgVectorStore.builder()
					.dataSource(pool)
					.schema(schema.name())
					.space(space)
					.open()) {
			test.accept(store);
		}
	}

}
