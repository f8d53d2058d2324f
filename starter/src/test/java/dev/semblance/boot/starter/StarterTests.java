package dev.semblance.boot.starter;

import javax.sql.DataSource;

import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.retrieval.store.DocumentStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that has the starter, but neither a model nor a database.
 */
class StarterTests {

	@Test
	void theApplicationStarts() {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class)) {
			assertThat(context.getBean(InferenceRuntime.class)).isNotNull();
			assertThat(context.getBeanProvider(DocumentStore.class).getIfAvailable()).isNull();
		}
	}

	@Test
	void theDriverAndThePoolAreNoDataSource() {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class,
				"--semblance.store.type=pgvector")) {
			assertThat(context.getBeanProvider(DataSource.class).getIfAvailable()).isNull();
		}
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
