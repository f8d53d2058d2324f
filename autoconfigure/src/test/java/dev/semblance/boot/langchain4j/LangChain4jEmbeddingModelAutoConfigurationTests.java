package dev.semblance.boot.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.DisabledEmbeddingModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.semblance.boot.MiniLm;
import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.langchain4j.SemblanceEmbeddingModel;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LangChain4jEmbeddingModelAutoConfiguration}.
 */
class LangChain4jEmbeddingModelAutoConfigurationTests {

	private final ApplicationContextRunner withoutEncoder = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(InferenceRuntimeAutoConfiguration.class, ModelHubAutoConfiguration.class,
					DenseEncoderAutoConfiguration.class, LangChain4jEmbeddingModelAutoConfiguration.class));

	private final ApplicationContextRunner withEncoder = this.withoutEncoder.withBean(StubEncoder.class);

	@Test
	void anEncoderGivesAModel() {
		this.withEncoder.run((context) -> {
			assertThat(context).hasSingleBean(SemblanceEmbeddingModel.class);
			assertThat(context.getBean(EmbeddingModel.class).modelName()).isEqualTo("stub");
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
		this.withEncoder.withBean(DisabledEmbeddingModel.class)
			.run((context) -> assertThat(context).getBean(EmbeddingModel.class)
				.isInstanceOf(DisabledEmbeddingModel.class));
	}

	@Test
	void withoutLangChain4jTheApplicationStartsWithoutAModel() {
		this.withEncoder.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LangChain4jEmbeddingModelAutoConfiguration.class)
				.doesNotHaveBean("langChain4jEmbeddingModel"));
	}

	@Test
	void listenersOfTheApplicationAreTold() {
		List<String> told = new ArrayList<>();
		this.withEncoder.withBean(EmbeddingModelListener.class, () -> new EmbeddingModelListener() {
			@Override
			public void onRequest(EmbeddingModelRequestContext request) {
				told.add(request.textSegments().get(0).text());
			}
		}).run((context) -> {
			context.getBean(EmbeddingModel.class).embed("fox");
			assertThat(told).containsExactly("fox");
		});
	}

	@Test
	void theModelAgreesWithSentenceTransformers() {
		this.withoutEncoder.withPropertyValues("semblance.dense.model=" + MiniLm.NAME).run((context) -> {
			List<TextSegment> sentences = MiniLm.SENTENCES.stream().map(TextSegment::from).toList();
			List<Embedding> embeddings = context.getBean(EmbeddingModel.class).embedAll(sentences).content();
			MiniLm.assertSimilarities(embeddings.stream().map(Embedding::vector).toList());
		});
	}

}
