package dev.semblance.boot.springai;

import java.util.List;

import dev.semblance.boot.MiniLm;
import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.springai.SemblanceBatchingStrategy;
import dev.semblance.springai.SemblanceEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringAiEmbeddingModelAutoConfiguration}.
 */
class SpringAiEmbeddingModelAutoConfigurationTests {

	private final ApplicationContextRunner withoutEncoder = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(InferenceRuntimeAutoConfiguration.class, ModelHubAutoConfiguration.class,
					DenseEncoderAutoConfiguration.class, SpringAiEmbeddingModelAutoConfiguration.class));

	private final ApplicationContextRunner withEncoder = this.withoutEncoder.withBean(StubEncoder.class);

	@Test
	void anEncoderGivesAModel() {
		this.withEncoder.run((context) -> {
			assertThat(context).hasSingleBean(SemblanceEmbeddingModel.class);
			assertThat(context.getBean(EmbeddingModel.class).dimensions()).isEqualTo(2);
		});
	}

	@Test
	void withoutAnEncoderThereIsNoModel() {
		this.withoutEncoder.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddingModel.class));
	}

	@Test
	void withTwoEncodersThereIsNoModel() {
		this.withEncoder.withBean("second", DenseEncoder.class, StubEncoder::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddingModel.class));
	}

	@Test
	void theApplicationsOwnModelIsUsed() {
		this.withEncoder.withBean(OwnEmbeddingModel.class)
			.run((context) -> assertThat(context).getBean(EmbeddingModel.class).isInstanceOf(OwnEmbeddingModel.class));
	}

	@Test
	void withoutSpringAiTheApplicationStartsWithoutAModel() {
		this.withEncoder.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SpringAiEmbeddingModelAutoConfiguration.class)
				.doesNotHaveBean("springAiEmbeddingModel"));
	}

	@Test
	void anotherChoiceOfModelIsRespected() {
		this.withEncoder.withPropertyValues("spring.ai.model.embedding=openai")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddingModel.class));
	}

	@Test
	void semblanceCanBeChosenByName() {
		this.withEncoder.withPropertyValues("spring.ai.model.embedding=semblance")
			.run((context) -> assertThat(context).hasSingleBean(SemblanceEmbeddingModel.class));
	}

	@Test
	void theModelAgreesWithSentenceTransformers() {
		this.withoutEncoder.withPropertyValues("semblance.dense.model=" + MiniLm.NAME)
			.run((context) -> MiniLm.assertSimilarities(context.getBean(EmbeddingModel.class).embed(MiniLm.SENTENCES)));
	}

	@Test
	void theRegistryOfTheApplicationObservesTheModel() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.withEncoder.withBean(ObservationRegistry.class, () -> observations).run((context) -> {
			context.getBean(EmbeddingModel.class).embed("fox");
			TestObservationRegistryAssert.assertThat(observations)
				.hasObservationWithNameEqualTo("gen_ai.client.operation");
		});
	}

	@Test
	void anEncoderGivesABatchingStrategy() {
		this.withEncoder.run((context) -> assertThat(context).hasSingleBean(SemblanceBatchingStrategy.class));
	}

	@Test
	void withoutAnEncoderThereIsNoBatchingStrategy() {
		this.withoutEncoder
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BatchingStrategy.class));
	}

	@Test
	void theApplicationsOwnBatchingStrategyIsUsed() {
		BatchingStrategy own = List::of;
		this.withEncoder.withBean(BatchingStrategy.class, () -> own)
			.run((context) -> assertThat(context).getBean(BatchingStrategy.class).isSameAs(own));
	}

	@Test
	void theTokensOfAnotherModelAreNotCounted() {
		this.withEncoder.withBean(OwnEmbeddingModel.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BatchingStrategy.class));
	}

}
