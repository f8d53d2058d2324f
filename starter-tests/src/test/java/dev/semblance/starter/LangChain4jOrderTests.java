package dev.semblance.starter;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.semblance.langchain4j.SemblanceContentRetriever;
import dev.semblance.langchain4j.SemblanceEmbeddingStore;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Semblance's beans beside the auto-configuration of LangChain4j's starter.
 */
class LangChain4jOrderTests {

	private static final String[] HIDDEN = TestApplication.hiding(TestApplication.SPRING_AI,
			TestApplication.DATA_SOURCES);

	private static final String CONFIGURED = "--spring.config.location=classpath:lucene.yaml";

	@Test
	void theEmbeddingStoreIsSemblances() {
		try (ConfigurableApplicationContext context = TestApplication.start(HIDDEN, CONFIGURED)) {
			assertThat(context.getBeansOfType(EmbeddingStore.class).values()).singleElement()
				.isInstanceOf(SemblanceEmbeddingStore.class);
		}
	}

	@Test
	void theContentRetrieverIsSemblances() {
		try (ConfigurableApplicationContext context = TestApplication.start(HIDDEN, CONFIGURED)) {
			assertThat(context.getBeansOfType(ContentRetriever.class).values()).singleElement()
				.isInstanceOf(SemblanceContentRetriever.class);
		}
	}

	@Test
	void thereIsOneEmbeddingModelAndOneAugmentor() {
		try (ConfigurableApplicationContext context = TestApplication.start(HIDDEN, CONFIGURED)) {
			assertThat(context.getBeansOfType(EmbeddingModel.class)).hasSize(1);
			assertThat(context.getBeansOfType(RetrievalAugmentor.class)).hasSize(1);
		}
	}

	@Test
	void withoutAModelLangChain4jsOwnBeansAreLeftAlone() {
		try (ConfigurableApplicationContext context = TestApplication.start(HIDDEN)) {
			assertThat(context.getBeansOfType(EmbeddingStore.class).values()).singleElement()
				.isInstanceOf(InMemoryEmbeddingStore.class);
			assertThat(context.getBeansOfType(ContentRetriever.class)).isEmpty();
		}
	}

}
