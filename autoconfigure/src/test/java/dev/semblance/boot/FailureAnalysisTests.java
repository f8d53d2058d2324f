package dev.semblance.boot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static dev.semblance.boot.FailureReport.actionIn;
import static dev.semblance.boot.FailureReport.descriptionIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what is shown of an application that does not start, beside those of
 * {@link ApplicationStartTests}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@ParameterizedTest
	@MethodSource("modelsOfAnotherKind")
	void aModelOfAnotherKindIsShownAsDescriptionAndAction(String property, Path model, CapturedOutput output) {
		assertFails(Application.class, "--%s=%s".formatted(property, model));
		assertThat(descriptionIn(output)).contains(model.getFileName().toString()).hasLineCount(1);
		assertThat(actionIn(output)).isNotEmpty().hasLineCount(1);
	}

	static Stream<Object[]> modelsOfAnotherKind() {
		return Stream.of(new Object[] { "semblance.dense.model", TinyModel.CROSS },
				new Object[] { "semblance.dense.model", TinyModel.SPARSE },
				new Object[] { "semblance.sparse.model", TinyModel.DENSE },
				new Object[] { "semblance.multi-vector.model", TinyModel.CROSS },
				new Object[] { "semblance.reranker.model", TinyModel.SPARSE });
	}

	@Test
	void anotherModelThanThatOfTheIndexOnDiskIsShownAsDescriptionAndAction(@TempDir Path folder,
			CapturedOutput output) {
		String path = "--semblance.store.path=" + folder;
		SpringApplication.run(Stub.class, path).close();
		assertFails(Other.class, path);
		assertThat(descriptionIn(output)).contains("was made for stub").contains("opened for other").hasLineCount(1);
		assertThat(actionIn(output)).isNotEmpty().hasLineCount(1);
	}

	@Test
	void anotherModelThanThatOfTheCollectionIsShownAsDescriptionAndAction(CapturedOutput output) {
		try (TestSchema schema = new TestSchema()) {
			String[] arguments = pgvector(PgVectorServer.url(), "--semblance.store.pgvector.schema=" + schema.name());
			SpringApplication.run(Stub.class, arguments).close();
			assertFails(Other.class, arguments);
		}
		assertThat(descriptionIn(output)).contains("was made for stub").contains("opened for other").hasLineCount(1);
		assertThat(actionIn(output)).isNotEmpty().hasLineCount(1);
	}

	@Test
	void aDatabaseWithoutTheExtensionIsShownAsDescriptionAndAction(CapturedOutput output) {
		String database = "test_" + UUID.randomUUID().toString().replace("-", "");
		PgVectorServer.execute("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'".formatted(database));
		try {
			assertFails(Stub.class,
					pgvector(PgVectorServer.url().replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1")));
		}
		finally {
			PgVectorServer.execute("DROP DATABASE %s WITH (FORCE)".formatted(database));
		}
		assertThat(descriptionIn(output)).isEqualTo("The database %s lacks the extension vector.".formatted(database));
		assertThat(actionIn(output)).endsWith("CREATE EXTENSION vector.").hasLineCount(1);
	}

	@Test
	void whatAStoreSaysOfItsDatabaseIsDescriptionAndAction() {
		FailureAnalysis analysis = Objects.requireNonNull(new SemblanceFailureAnalyzer()
			.analyze(new IllegalStateException("bean", new StoreException("The database test has pgvector 0.7.4.",
					"Update it to 0.8.0 or later.", null))));
		assertThat(analysis.getDescription()).isEqualTo("The database test has pgvector 0.7.4.");
		assertThat(analysis.getAction()).isEqualTo("Update it to 0.8.0 or later.");
	}

	@Test
	void aDataSourceOfAnotherDatabaseIsShownAsDescriptionAndAction(CapturedOutput output) {
		assertFails(WithDataSource.class, "--semblance.store.type=pgvector",
				"--spring.datasource.url=jdbc:h2:mem:other");
		assertThat(descriptionIn(output)).contains("PostgreSQL").hasLineCount(1);
		assertThat(actionIn(output)).isNotEmpty().hasLineCount(1);
	}

	@Test
	void aStoreWithoutADatabaseIsShownWithItsProperty(CapturedOutput output) {
		assertFails(Stub.class, "--semblance.store.type=pgvector");
		assertThat(descriptionIn(output)).contains("'semblance.store.type'").contains("semblance.store.pgvector.url");
		assertThat(actionIn(output)).isNotEmpty();
	}

	@Test
	void aClassPathWithoutARuntimeIsShownAsDescriptionAndAction(@TempDir Path folder)
			throws IOException, InterruptedException {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				Application.class.getName(), "--semblance.dense.model=" + TinyModel.DENSE,
				"--spring.docker.compose.enabled=false");
		java.environment()
			.put("CLASSPATH",
					Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
						.filter((entry) -> !Path.of(entry).getFileName().toString().startsWith("onnxruntime"))
						.collect(Collectors.joining(File.pathSeparator)));
		Path output = folder.resolve("output.txt");
		int exitCode = java.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
		assertThat(exitCode).isEqualTo(1);
		assertThat(descriptionIn(Files.readString(output))).contains("ONNX Runtime").hasLineCount(1);
		assertThat(actionIn(Files.readString(output))).contains("onnxruntime").hasLineCount(1);
	}

	private static String[] pgvector(String url, String... more) {
		return Stream
			.concat(Stream.of("--semblance.store.type=pgvector", "--semblance.store.pgvector.url=" + url),
					List.of(more).stream())
			.toArray(String[]::new);
	}

	private static void assertFails(Class<?> application, String... arguments) {
		assertThat(catchThrowable(() -> SpringApplication.run(application, arguments).close())).isNotNull();
	}

	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

		public static void main(String[] arguments) {
			SpringApplication.run(Application.class, arguments);
		}

	}

	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Stub {

		@Bean
		DenseEncoder encoder() {
			return new StubEncoder();
		}

	}

	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Other {

		@Bean
		DenseEncoder encoder() {
			return new StubEncoder("other");
		}

	}

	@EnableAutoConfiguration
	static class WithDataSource {

		@Bean
		DenseEncoder encoder() {
			return new StubEncoder();
		}

	}

}
