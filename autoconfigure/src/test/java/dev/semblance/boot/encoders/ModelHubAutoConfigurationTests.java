package dev.semblance.boot.encoders;

import java.nio.file.Path;
import java.util.Map;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.TinyModel;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.hub.server.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelHubAutoConfiguration}.
 */
class ModelHubAutoConfigurationTests {

	private static final String MODEL = "test/dense";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path home;

	private final TestHub server = TestHub.start();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceRuntimeAutoConfiguration.class,
				ModelHubAutoConfiguration.class, DenseEncoderAutoConfiguration.class));

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aModelIsDownloadedAtTheFirstStartAndThereAtTheSecondWithoutANetwork() {
		this.server.repository(MODEL).folder(TinyModel.DENSE);
		withModel().run((context) -> assertThat(context.getBean(DenseEncoder.class).encodeQuery("one")).isNotEmpty());
		int requests = this.server.requests().size();
		assertThat(requests).isPositive();
		withModel().withPropertyValues("semblance.hub.offline=true")
			.run((context) -> assertThat(context.getBean(DenseEncoder.class).encodeQuery("one")).isNotEmpty());
		assertThat(this.server.requests()).hasSize(requests);
	}

	@Test
	void aTokenOpensAGatedModel() {
		this.server.repository(MODEL).folder(TinyModel.DENSE).gated("hf_right");
		withModel().withPropertyValues("semblance.hub.token=hf_right")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aRevisionIsAskedFor() {
		this.server.repository(MODEL).folder(TinyModel.DENSE);
		String old = this.server.repository(MODEL).head();
		this.server.repository(MODEL).branch("v1", old).commit("2".repeat(40), Map.of("README.md", new byte[1]));
		withModel().run((context) -> assertThat(context).hasFailed());
		withModel().withPropertyValues("semblance.dense.revision=v1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aFileThatIsTooLargeIsNotDownloaded() {
		this.server.repository(MODEL).folder(TinyModel.DENSE);
		withModel().withPropertyValues("semblance.hub.max-file-size=1KB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ModelDownloadException.class)
				.hasMessageContaining("files of at most 1,024 are fetched"));
	}

	@Test
	void anotherMachineIsAskedWithoutEncryptionOnlyIfThatIsAllowed() {
		withModel().withPropertyValues("semblance.hub.endpoint=http://hub.invalid")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("semblance.hub.plain-http=true"));
	}

	@Test
	void theApplicationsOwnHubIsUsed() {
		this.server.repository(MODEL).folder(TinyModel.DENSE);
		ModelHub own = ModelHub
			.builder(Map.of("HF_ENDPOINT", this.server.endpoint().toString(), "SEMBLANCE_HOME", this.home.toString()))
			.build();
		this.application.withBean(ModelHub.class, () -> own)
			.withPropertyValues("semblance.dense.model=" + MODEL, "semblance.hub.endpoint=http://hub.invalid")
			.run((context) -> {
				assertThat(context).hasNotFailed().getBean(ModelHub.class).isSameAs(own);
				assertThat(context).hasSingleBean(DenseEncoder.class);
			});
		assertThat(this.server.requests()).isNotEmpty();
	}

	@Test
	void anApplicationWithoutAModelStartsWhateverIsSaidOfHubs() {
		this.application.withPropertyValues("semblance.hub.endpoint=nowhere")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theTokenIsNotPrinted() {
		this.application
			.withPropertyValues("semblance.hub.token=hf_secret", "semblance.hub.endpoint=https://hub.example")
			.run((context) -> {
				SemblanceProperties properties = context.getBean(SemblanceProperties.class);
				assertThat(properties.hub().token()).isEqualTo("hf_secret");
				assertThat(properties.toString()).contains("https://hub.example").doesNotContain("hf_secret");
				assertThat(context.getBean(ModelHub.class).toString()).contains("https://hub.example")
					.doesNotContain("hf_secret");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			semblance.hub.endpoint      | hub.example    | Give an address such as
			semblance.hub.endpoint      | ''             | Give an address such as
			semblance.hub.home          | ''             | Name a directory
			semblance.hub.certificates  | ''             | Name a file
			semblance.hub.certificates  | no/such.pem    | There is no such file
			semblance.hub.max-file-size | 0B             | Allow 1 or more
			""")
	void aBadValueIsRefusedWithPropertyAndRemedy(String property, String value, String remedy) {
		withModel().withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value))
				.hasMessageContaining(remedy));
	}

	private ApplicationContextRunner withModel() {
		return this.application.withPropertyValues("semblance.dense.model=" + MODEL, "semblance.runtime.device=cpu",
				"semblance.hub.endpoint=" + this.server.endpoint(), "semblance.hub.home=" + this.home,
				"semblance.hub.offline=false");
	}

}
