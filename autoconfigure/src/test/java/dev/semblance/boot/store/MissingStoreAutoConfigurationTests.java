package dev.semblance.boot.store;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubStore;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.pgvector.PgVectorStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingStoreAutoConfiguration}.
 */
class MissingStoreAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MissingStoreAutoConfiguration.class,
				PgVectorStoreAutoConfiguration.class, LuceneStoreAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader(LuceneStore.class, PgVectorStore.class));

	private final ApplicationContextRunner encoding = this.runner.withBean(DenseEncoder.class, StubEncoder::new);

	@Test
	void aStoreInPostgresThatIsNotOnTheClassPathIsRefusedByTheProperty() {
		this.encoding.withPropertyValues("semblance.store.type=pgvector")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property semblance.store.type with value 'PGVECTOR'")
				.hasMessageContaining("dev.semblance:semblance-pgvector-store"));
	}

	@Test
	void aStoreOnLuceneThatIsNotOnTheClassPathIsRefusedIfItWasAskedFor() {
		this.encoding.withPropertyValues("semblance.store.type=lucene")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property semblance.store.type with value 'LUCENE'")
				.hasMessageContaining("dev.semblance:semblance-lucene-store"));
	}

	@Test
	void withoutThePropertyAnApplicationStartsWithoutAStore() {
		this.encoding.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentStore.class));
	}

	@Test
	void withoutAnEncoderNoStoreIsMissing() {
		this.runner.withPropertyValues("semblance.store.type=pgvector")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theApplicationsOwnStoreIsEnough() {
		this.encoding.withPropertyValues("semblance.store.type=pgvector")
			.withBean(DocumentStore.class, StubStore::new)
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
