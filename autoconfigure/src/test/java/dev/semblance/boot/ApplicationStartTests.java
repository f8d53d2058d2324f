package dev.semblance.boot;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.hub.server.TestHub;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.Retriever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import static dev.semblance.boot.FailureReport.actionIn;
import static dev.semblance.boot.FailureReport.descriptionIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts a real application, as users do, so that what is registered in files is tested
 * too.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationStartTests {

	private static final String MODEL = "--semblance.dense.model=" + MiniLm.NAME;

	@Test
	void everyAutoConfigurationIsRegistered() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		// The scanner heeds conditions.
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("conditions", Map.of("semblance.store.type", "pgvector")));
		scanner.setEnvironment(environment);
		scanner.addIncludeFilter(new AnnotationTypeFilter(AutoConfiguration.class));
		List<String> written = scanner.findCandidateComponents("dev.semblance")
			.stream()
			.map((candidate) -> String.valueOf(candidate.getBeanClassName()))
			// Those of tests are nested in them.
			.filter((name) -> !name.contains("$"))
			.toList();
		List<String> registered = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.semblance."))
			.toList();
		assertThat(registered).isNotEmpty().containsExactlyInAnyOrderElementsOf(written);
	}

	@Test
	void anApplicationThatNamesAModelGetsEveryBean() {
		try (ConfigurableApplicationContext context = start(MODEL)) {
			assertThat(context.getBeanDefinitionNames()).contains("inferenceRuntime", "denseEncoder", "documentStore",
					"ingestor", "retriever", "langChain4jEmbeddingModel", "springAiEmbeddingModel");
		}
	}

	@Test
	void whatIsIngestedIsRetrievedByMeaning() {
		try (ConfigurableApplicationContext context = start(MODEL)) {
			List<Document> documents = List.of(new Document("stadium", "He drove to the stadium."),
					new Document("sun", "It's so sunny outside!"));
			context.getBean(Ingestor.class).ingest(documents.iterator(), (report) -> {
			});
			assertThat(context.getBean(Retriever.class).retrieve("The weather is lovely today.", 2))
				.extracting((candidate) -> candidate.document().id())
				.containsExactly("sun", "stadium");
		}
	}

	@Test
	void anApplicationThatNamesNoModelStartsWithoutBeans() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBeanDefinitionNames()).doesNotContain("denseEncoder", "documentStore", "ingestor",
					"retriever", "langChain4jEmbeddingModel", "springAiEmbeddingModel");
		}
	}

	@Test
	void aModelThatIsNotThereIsShownAsDescriptionAndAction(CapturedOutput output) {
		assertFails("--semblance.dense.model=no such model");
		assertThat(descriptionIn(output)).startsWith("There is no model 'no such model'").hasLineCount(1);
		assertThat(actionIn(output)).startsWith("Give the path of a folder").hasLineCount(1);
	}

	@Test
	void aModelThatMayNotBeDownloadedIsShownAsDescriptionAndAction(@TempDir Path home, CapturedOutput output) {
		assertFails("--semblance.dense.model=no/such-model", "--semblance.hub.offline=true",
				"--semblance.hub.home=" + home);
		assertThat(descriptionIn(output))
			.startsWith("The model no/such-model is neither on the class path nor in the cache %s".formatted(home))
			.endsWith("and nothing may be fetched (offline).")
			.hasLineCount(1);
		assertThat(actionIn(output)).startsWith("Run 'semblance pull no/such-model'").hasLineCount(1);
	}

	@Test
	void aGatedModelIsShownAsDescriptionAndActionWithoutTheToken(@TempDir Path home, CapturedOutput output) {
		try (TestHub hub = TestHub.start()) {
			hub.repository("test/gated").folder(TinyModel.DENSE).gated("hf_right");
			assertFails("--semblance.dense.model=test/gated", "--semblance.hub.offline=false",
					"--semblance.hub.home=" + home, "--semblance.hub.endpoint=" + hub.endpoint(),
					"--semblance.hub.token=hf_wrong");
		}
		assertThat(descriptionIn(output)).startsWith("test/gated on 127.0.0.1")
			.endsWith("is gated, and the token that was given has no access.");
		assertThat(actionIn(output)).startsWith("Ask for access at http://127.0.0.1").hasLineCount(1);
		assertThat(output).doesNotContain("hf_wrong");
	}

	@Test
	void aTokenThatCanBeNoneIsNamedAndNotShown(CapturedOutput output) {
		assertFails(MODEL, "--semblance.hub.token=hf_of two");
		assertThat(descriptionIn(output)).startsWith("semblance.hub.token cannot be used").hasLineCount(1);
		assertThat(output).doesNotContain("hf_of");
	}

	@Test
	void aPasswordInTheEndpointIsNotShown(CapturedOutput output) {
		assertFails(MODEL, "--semblance.hub.endpoint=https://somebody:secret@hub.example");
		assertThat(descriptionIn(output)).isEqualTo("semblance.hub.endpoint names a user.");
		assertThat(output).doesNotContain("secret");
	}

	@Test
	void aDeviceThatIsNotThereIsShownAsDescriptionAndAction(CapturedOutput output) {
		assertFails(MODEL, "--semblance.runtime.device=cuda");
		assertThat(descriptionIn(output)).startsWith("Device cuda:0 was asked for").hasLineCount(1);
		assertThat(actionIn(output)).startsWith("Replace onnxruntime by onnxruntime_gpu").hasLineCount(1);
	}

	@Test
	void twoRuntimesAreShownAsDescriptionAndAction(@TempDir Path second) throws IOException, InterruptedException {
		copyRuntimeClass(second);
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				Application.class.getName(), MODEL, "--spring.docker.compose.enabled=false");
		java.environment()
			.put("CLASSPATH", System.getProperty("java.class.path") + File.pathSeparator + second.toAbsolutePath());
		Path output = second.resolve("output.txt");
		int exitCode = java.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
		assertThat(exitCode).isEqualTo(1);
		assertThat(descriptionIn(Files.readString(output))).startsWith("ONNX Runtime is on the class path 2 times");
		assertThat(actionIn(Files.readString(output))).startsWith("Keep either onnxruntime or onnxruntime_gpu");
	}

	@Test
	void aBadValueIsShownWithPropertyValueAndChoices(CapturedOutput output) {
		assertFails(MODEL, "--semblance.runtime.device=gpu");
		assertThat(descriptionIn(output))
			.startsWith("Invalid value 'gpu' for configuration property 'semblance.runtime.device'")
			.endsWith("Use auto, cpu, cuda, cuda:N, tensorrt or tensorrt:N, where N is the number of the GPU.");
	}

	@Test
	void anUnknownNameIsShownWithPropertyValueAndChoices(CapturedOutput output) {
		assertFails("--semblance.retrieval.legs=dense,splade");
		assertThat(descriptionIn(output)).contains("semblance.retrieval.legs").contains("\"dense,splade\"");
		assertThat(actionIn(output)).contains("DENSE").contains("LEXICAL");
	}

	private static void assertFails(String... arguments) {
		assertThat(catchThrowable(() -> start(arguments).close())).isNotNull();
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return SpringApplication.run(Application.class, arguments);
	}

	private static void copyRuntimeClass(Path folder) throws IOException {
		String name = "ai/onnxruntime/OrtEnvironment.class";
		Path copy = folder.resolve(name);
		Files.createDirectories(copy.getParent());
		try (InputStream original = ApplicationStartTests.class.getClassLoader().getResourceAsStream(name)) {
			assertThat(original).isNotNull();
			Files.copy(original, copy);
		}
	}

	/**
	 * The tests of other classes need a data source's auto-configuration, users do not.
	 */
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

		public static void main(String[] arguments) {
			start(arguments);
		}

	}

}
