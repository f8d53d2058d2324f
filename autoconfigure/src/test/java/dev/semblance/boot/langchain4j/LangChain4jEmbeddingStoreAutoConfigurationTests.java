package dev.semblance.boot.langchain4j;

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.semblance.boot.StubStore;
import dev.semblance.boot.TinyModel;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.langchain4j.SemblanceEmbeddingStore;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LangChain4jEmbeddingStoreAutoConfiguration}.
 */
class LangChain4jEmbeddingStoreAutoConfigurationTests {

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LangChain4jEmbeddingStoreAutoConfiguration.class));

	private final ApplicationContextRunner withStore = this.withoutStore.withBean(StubStore.class);

	@Test
	void aStoreGivesAnEmbeddingStore() {
		this.withStore.run((context) -> assertThat(context).hasSingleBean(SemblanceEmbeddingStore.class));
	}

	@Test
	void withoutAStoreThereIsNone() {
		this.withoutStore.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddingStore.class));
	}

	@Test
	void withTwoStoresThereIsNone() {
		this.withStore.withBean("second", DocumentStore.class, StubStore::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddingStore.class));
	}

	@Test
	void theApplicationsOwnIsUsed() {
		this.withStore.withBean("own", EmbeddingStore.class, () -> new SemblanceEmbeddingStore(new StubStore()))
			.run((context) -> assertThat(context).hasSingleBean(EmbeddingStore.class)
				.doesNotHaveBean("langChain4jEmbeddingStore"));
	}

	@Test
	void withoutLangChain4jTheApplicationStartsWithoutIt() {
		this.withStore.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("langChain4jEmbeddingStore"));
	}

	@Test
	void anApplicationWhoseVectorsAreNotComparedByCosineStarts() {
		EmbeddingSpace space = new EmbeddingSpace("other", 2, SimilarityFunction.DOT);
		this.withoutStore.withBean(DocumentStore.class, () -> LuceneStore.builder().space(space).open())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aSparseEncoderMakesTheSparseVectorsOfWhatIsAdded() {
		this.withoutStore
			.withConfiguration(
					AutoConfigurations.of(ModelHubAutoConfiguration.class, InferenceRuntimeAutoConfiguration.class,
							DenseEncoderAutoConfiguration.class, SparseEncoderAutoConfiguration.class,
							LuceneStoreAutoConfiguration.class, LangChain4jEmbeddingModelAutoConfiguration.class))
			.withPropertyValues("semblance.runtime.device=cpu", "semblance.dense.model=" + TinyModel.DENSE,
					"semblance.sparse.model=" + TinyModel.SPARSE)
			.run((context) -> {
				TextSegment segment = TextSegment.from("one text");
				context.getBean(SemblanceEmbeddingStore.class)
					.addAll(List.of("a"), List.of(context.getBean(EmbeddingModel.class).embed(segment).content()),
							List.of(segment));
				assertThat(context.getBean(DocumentStore.class).count()).isEqualTo(1);
			});
	}

}
