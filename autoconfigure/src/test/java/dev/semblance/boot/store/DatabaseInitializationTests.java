package dev.semblance.boot.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.boot.StubEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PgVectorStoreDependsOnDatabaseInitializationDetector} in a real
 * application: a script makes the tables that the store may not create.
 */
class DatabaseInitializationTests {

	private final TestSchema schema = new TestSchema();

	@TempDir
	private Path folder;

	@AfterEach
	void drop() {
		this.schema.close();
	}

	@Test
	void theStoreOnTheApplicationsDataSourceFindsTheTablesOfAScript() throws IOException {
		try (ConfigurableApplicationContext context = start("--spring.sql.init.mode=always",
				"--spring.sql.init.schema-locations=" + script())) {
			assertThat(context.getBean(PgVectorStore.class).count()).isZero();
		}
	}

	@Test
	void theStoreOnConnectionsOfItsOwnDoesToo() throws IOException {
		try (ConfigurableApplicationContext context = start("--spring.sql.init.mode=always",
				"--spring.sql.init.schema-locations=" + script(),
				"--semblance.store.pgvector.url=" + PgVectorServer.url())) {
			assertThat(context.getBean(PgVectorStore.class).count()).isZero();
		}
	}

	@Test
	void withoutAScriptThereAreNone() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start().close())
			.havingRootCause()
			.isInstanceOf(StoreException.class)
			.withMessageContaining("lacks");
	}

	private ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		String[] all = new String[arguments.length + 4];
		all[0] = "--semblance.store.type=pgvector";
		all[1] = "--semblance.store.pgvector.create-tables=false";
		all[2] = "--semblance.store.pgvector.schema=" + this.schema.name();
		all[3] = "--spring.datasource.url=" + PgVectorServer.url();
		System.arraycopy(arguments, 0, all, 4, arguments.length);
		return application.run(all);
	}

	private String script() throws IOException {
		Path script = this.folder.resolve("schema.sql");
		Files.writeString(script,
				PgVectorStore.builder().schema(this.schema.name()).space(StubEncoder.MODEL).schemaScript());
		return script.toUri().toString();
	}

	/**
	 * The data source's auto-configuration goes by names: so does the encoder's bean,
	 * last.
	 */
	@EnableAutoConfiguration
	static class Application {

		@Bean
		DenseEncoder aDenseEncoder() {
			return new StubEncoder();
		}

	}

}
