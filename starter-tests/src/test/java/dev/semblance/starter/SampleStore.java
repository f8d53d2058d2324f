package dev.semblance.starter;

import java.util.function.Consumer;

import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a sample keeps its documents, each with a YAML file of its own.
 */
enum SampleStore {

	LUCENE(LuceneStore.class),

	PGVECTOR(PgVectorStore.class);

	private final Class<? extends DocumentStore> type;

	SampleStore(Class<? extends DocumentStore> type) {
		this.type = type;
	}

	/**
	 * Runs an application that has nothing but the YAML file.
	 * @param hidden packages that are not on its class path
	 * @param use what is done with its beans
	 */
	void run(String[] hidden, Consumer<ConfigurableApplicationContext> use) {
		if (this == LUCENE) {
			runWith(hidden, use, "--spring.config.location=classpath:lucene.yaml");
			return;
		}
		try (TestSchema schema = new TestSchema()) {
			runWith(hidden, use, "--spring.config.location=classpath:pgvector.yaml",
					"--database=" + PgVectorServer.url(), "--schema=" + schema.name());
		}
	}

	private void runWith(String[] hidden, Consumer<ConfigurableApplicationContext> use, String... arguments) {
		try (ConfigurableApplicationContext context = TestApplication.start(hidden, arguments)) {
			assertThat(context.getBean(DocumentStore.class)).isInstanceOf(this.type);
			use.accept(context);
		}
	}

}
