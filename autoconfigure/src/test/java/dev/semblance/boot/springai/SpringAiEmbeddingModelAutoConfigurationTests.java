package dev.semblance.boot.springai;

import dev.semblance.boot.MiniLm;
import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.springai.SemblanceEmbeddingModel;
import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
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
		this.withEncoder.withBean(OwnModel.class)
			.run((context) -> assertThat(context).getBean(EmbeddingModel.class).isInstanceOf(OwnModel.class));
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

	private static final class OwnModel implements EmbeddingModel {

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public float[] embed(Document document) {
			throw new UnsupportedOperationException();
		}

	}

}
