package dev.semblance.boot.springai;

import java.util.List;

import dev.semblance.boot.StubReranker;
import dev.semblance.boot.TinyModel;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.springai.SemblanceRerankModel;
import dev.semblance.springai.SemblanceSparseEmbeddingModel;
import dev.semblance.springai.rerank.RerankModel;
import dev.semblance.springai.sparse.SparseEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringAiModelsAutoConfiguration}.
 */
class SpringAiModelsAutoConfigurationTests {

	private final ApplicationContextRunner withoutModels = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ModelHubAutoConfiguration.class, InferenceRuntimeAutoConfiguration.class,
					SparseEncoderAutoConfiguration.class, SpringAiModelsAutoConfiguration.class));

	private final ApplicationContextRunner withReranker = this.withoutModels.withBean(StubReranker.class);

	private final ApplicationContextRunner withSparse = this.withoutModels
		.withPropertyValues("semblance.runtime.device=cpu", "semblance.sparse.model=" + TinyModel.SPARSE);

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	@Test
	void aRerankerGivesARerankModel() {
		this.withReranker.run((context) -> assertThat(context).hasSingleBean(SemblanceRerankModel.class));
	}

	@Test
	void aSparseEncoderGivesASparseEmbeddingModel() {
		this.withSparse.run((context) -> assertThat(context).hasSingleBean(SemblanceSparseEmbeddingModel.class));
	}

	@Test
	void withoutModelsThereAreNeither() {
		this.withoutModels.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(RerankModel.class)
			.doesNotHaveBean(SparseEmbeddingModel.class));
	}

	@Test
	void withTwoRerankersThereIsNoRerankModel() {
		this.withReranker.withBean("second", Reranker.class, StubReranker::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RerankModel.class));
	}

	@Test
	void theApplicationsOwnRerankModelIsUsed() {
		this.withReranker.withBean("own", RerankModel.class, () -> new SemblanceRerankModel(new StubReranker()))
			.run((context) -> assertThat(context).hasSingleBean(RerankModel.class)
				.doesNotHaveBean("springAiRerankModel"));
	}

	@Test
	void theApplicationsOwnSparseEmbeddingModelIsUsed() {
		try (SparseEncoder encoder = SparseEncoder.builder(TinyModel.SPARSE.toString()).build()) {
			this.withSparse
				.withBean("own", SparseEmbeddingModel.class, () -> new SemblanceSparseEmbeddingModel(encoder))
				.run((context) -> assertThat(context).hasSingleBean(SparseEmbeddingModel.class)
					.doesNotHaveBean("springAiSparseEmbeddingModel"));
		}
	}

	@Test
	void withoutSpringAiTheApplicationStartsWithoutARerankModel() {
		this.withReranker.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("springAiRerankModel"));
	}

	@Test
	void theRegistryOfTheApplicationObservesReranking() {
		this.withReranker.withBean(ObservationRegistry.class, () -> this.observations).run((context) -> {
			context.getBean(RerankModel.class).rerank("query", List.of(new Document("text")));
			TestObservationRegistryAssert.assertThat(this.observations)
				.hasObservationWithNameEqualTo("gen_ai.client.operation");
		});
	}

	@Test
	void theRegistryOfTheApplicationObservesSparseEncoding() {
		this.withSparse.withBean(ObservationRegistry.class, () -> this.observations).run((context) -> {
			context.getBean(SparseEmbeddingModel.class).embed("one text");
			TestObservationRegistryAssert.assertThat(this.observations)
				.hasObservationWithNameEqualTo("gen_ai.client.operation");
		});
	}

}
