package dev.langchain4j.spring;

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Stands in for the auto-configuration of LangChain4j's starter: the same name, the same
 * conditions, and the same check of what AI services would be wired with.
 */
@AutoConfiguration
@ConditionalOnClass({ EmbeddingStore.class, LangChain4jStarter.class })
@Import(LangChain4jAutoConfiguration.RagAutoConfiguration.class)
public class LangChain4jAutoConfiguration {

	@Bean
	static BeanFactoryPostProcessor aiServicesAutoConfig() {
		return (beanFactory) -> {
			for (Class<?> type : List.of(ContentRetriever.class, RetrievalAugmentor.class)) {
				String[] names = beanFactory.getBeanNamesForType(type);
				if (names.length > 1) {
					throw new IllegalStateException(
							"Conflict: multiple beans of type %s are found: %s".formatted(type, List.of(names)));
				}
			}
		};
	}

	/** Without an order among other auto-configurations. */
	static class RagAutoConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EmbeddingStore<TextSegment> embeddingStore() {
			return new InMemoryEmbeddingStore<>();
		}

		@Bean
		@ConditionalOnBean({ EmbeddingModel.class, EmbeddingStore.class })
		@ConditionalOnMissingBean
		ContentRetriever contentRetriever(EmbeddingModel embeddingModel, EmbeddingStore<TextSegment> embeddingStore) {
			return EmbeddingStoreContentRetriever.builder()
				.embeddingModel(embeddingModel)
				.embeddingStore(embeddingStore)
				.build();
		}

	}

}
