package dev.semblance.boot.encoders;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.TinyModel;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SparseEncoderAutoConfiguration},
 * {@link MultiVectorEncoderAutoConfiguration} and
 * {@link NamedDenseEncodersAutoConfiguration}.
 */
class OtherEncodersAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ModelHubAutoConfiguration.class, InferenceRuntimeAutoConfiguration.class,
						DenseEncoderAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class,
						SparseEncoderAutoConfiguration.class, MultiVectorEncoderAutoConfiguration.class))
		.withPropertyValues("semblance.runtime.device=cpu");

	@Test
	void withoutModelsThereAreNoEncoders() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SparseEncoder.class)
			.doesNotHaveBean(MultiVectorEncoder.class)
			.doesNotHaveBean(DenseEncoder.class));
	}

	@Test
	void propertiesReachTheSparseEncoder() {
		this.runner
			.withPropertyValues("semblance.sparse.model=" + TinyModel.SPARSE, "semblance.sparse.max-length=20",
					"semblance.sparse.max-active-dimensions=3")
			.run((context) -> assertThat(context.getBean(SparseEncoder.class).model()).satisfies((model) -> {
				assertThat(model.maxLength()).isEqualTo(20);
				assertThat(model.maxActiveDimensions()).isEqualTo(3);
				assertThat(model.device()).isEqualTo(new Device.Cpu());
			}));
	}

	@Test
	void propertiesReachTheMultiVectorEncoder() {
		this.runner
			.withPropertyValues("semblance.multi-vector.model=" + TinyModel.MULTI_VECTOR,
					"semblance.multi-vector.prompts.query=find ")
			.run((context) -> assertThat(context.getBean(MultiVectorEncoder.class).model().prompts().byName())
				.containsKey("query"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			semblance.sparse.max-active-dimensions | 0
			semblance.sparse.max-length            | 100000
			semblance.sparse.precision             | fp8
			semblance.sparse.device                | tpu
			semblance.sparse.revision              | a/../b
			""")
	void aBadValueIsRefusedByItsProperty(String property, String value) {
		this.runner.withPropertyValues("semblance.sparse.model=" + TinyModel.SPARSE, property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value)));
	}

	@Test
	void aNamedEncoderAloneIsTheEncoder() {
		this.runner.withPropertyValues("semblance.dense.titles.model=" + TinyModel.DENSE)
			.run((context) -> assertThat(context).hasSingleBean(DenseEncoder.class).hasBean("titlesDenseEncoder"));
	}

	@Test
	void namedEncodersStandBesideThePrimaryOne() {
		this.runner
			.withPropertyValues("semblance.dense.model=" + TinyModel.DENSE,
					"semblance.dense.titles.model=" + TinyModel.DENSE, "semblance.dense.titles.max-length=10",
					"semblance.dense.bodies.model=" + TinyModel.DENSE, "semblance.dense.bodies.dimensions=4")
			.withBean(Users.class)
			.run((context) -> {
				assertThat(context.getBeansOfType(DenseEncoder.class)).containsOnlyKeys("denseEncoder",
						"titlesDenseEncoder", "bodiesDenseEncoder");
				Users users = context.getBean(Users.class);
				assertThat(users.any).isSameAs(context.getBean("denseEncoder"));
				assertThat(users.titles.model().maxLength()).isEqualTo(10);
				assertThat(users.bodies.model().dimensions()).isEqualTo(4);
			});
	}

	@Test
	void oneOfSeveralNamedEncodersIsDeclaredPrimary() {
		this.runner
			.withPropertyValues("semblance.dense.titles.model=" + TinyModel.DENSE,
					"semblance.dense.titles.primary=true", "semblance.dense.bodies.model=" + TinyModel.DENSE)
			.run((context) -> assertThat(context.getBean(DenseEncoder.class))
				.isSameAs(context.getBean("titlesDenseEncoder")));
	}

	@ParameterizedTest
	@CsvSource({ "semblance.dense.bodies.primary, true, bodiesDenseEncoder",
			"semblance.dense.model, MODEL, denseEncoder" })
	void twoPrimaryEncodersAreRefused(String property, String value, String other) {
		this.runner
			.withPropertyValues("semblance.dense.titles.model=" + TinyModel.DENSE,
					"semblance.dense.titles.primary=true", "semblance.dense.bodies.model=" + TinyModel.DENSE,
					property + "=" + value.replace("MODEL", TinyModel.DENSE.toString()))
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("semblance.dense.titles.primary")
				.hasMessageContaining(other));
	}

	@Test
	void aPromptIsNotTakenForAnEncoder() {
		this.runner
			.withPropertyValues("semblance.dense.model=" + TinyModel.DENSE, "semblance.dense.prompts.model=model: ")
			.run((context) -> assertThat(context).hasSingleBean(DenseEncoder.class));
	}

	@Test
	void aBadValueOfANamedEncoderIsRefusedByItsProperty() {
		this.runner
			.withPropertyValues("semblance.dense.titles.model=" + TinyModel.DENSE,
					"semblance.dense.titles.max-length=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("semblance.dense.titles.max-length"));
	}

	@Test
	void closingTheContextClosesThemAll() {
		this.runner
			.withPropertyValues("semblance.dense.titles.model=" + TinyModel.DENSE,
					"semblance.sparse.model=" + TinyModel.SPARSE)
			.run((context) -> {
				DenseEncoder dense = context.getBean(DenseEncoder.class);
				SparseEncoder sparse = context.getBean(SparseEncoder.class);
				context.close();
				assertThatIllegalStateException().isThrownBy(() -> dense.encodeQuery("late"));
				assertThatIllegalStateException().isThrownBy(() -> sparse.encodeQuery("late"));
			});
	}

	@Test
	void theApplicationsOwnEncoderKeepsOthersAway() {
		this.runner.withBean("own", DenseEncoder.class, StubEncoder::new)
			.withPropertyValues("semblance.dense.model=no/such-model")
			.run((context) -> assertThat(context).hasSingleBean(DenseEncoder.class));
	}

	static class Users {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		private DenseEncoder any;

		@Autowired
		@Qualifier("titles")
		@SuppressWarnings("NullAway.Init")
		private DenseEncoder titles;

		@Autowired
		@Qualifier("bodies")
		@SuppressWarnings("NullAway.Init")
		private DenseEncoder bodies;

	}

}
