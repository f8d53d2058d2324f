package dev.semblance.boot.springai;

import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.boot.store.PgVectorStoreAutoConfiguration;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.springai.SemblanceEmbeddingModel;
import dev.semblance.springai.SemblanceVectorStore;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Auto-configures a Spring AI {@link VectorStore} over the application's document store,
 * unless another one is there or vectors are to be made by another embedding model. Like
 * the stores of Spring AI itself it heeds {@code spring.ai.vectorstore.type}; its value
 * is {@code semblance}.
 */
@AutoConfiguration(
		after = { SpringAiEmbeddingModelAutoConfiguration.class, LuceneStoreAutoConfiguration.class,
				PgVectorStoreAutoConfiguration.class, SparseEncoderAutoConfiguration.class },
		afterName = "org.springframework.ai.vectorstore.pgvector.autoconfigure.PgVectorStoreAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(VectorStore.class)
@ConditionalOnProperty(name = "spring.ai.vectorstore.type", havingValue = "semblance", matchIfMissing = true)
public final class SpringAiVectorStoreAutoConfiguration {

	SpringAiVectorStoreAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(SemblanceEmbeddingModel.class)
	@ConditionalOnSingleCandidate(DocumentStore.class)
	@ConditionalOnMissingBean(VectorStore.class)
	SemblanceVectorStore springAiVectorStore(DocumentStore store, SemblanceEmbeddingModel embeddingModel,
			ObjectProvider<SparseEncoder> sparseEncoder, ObjectProvider<BatchingStrategy> batchingStrategy,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<VectorStoreObservationConvention> convention) {
		SemblanceVectorStore.Builder builder = SemblanceVectorStore.builder(store, embeddingModel)
			.observationRegistry(observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP))
			.customObservationConvention(convention.getIfAvailable());
		batchingStrategy.ifUnique(builder::batchingStrategy);
		if (store.sparseSpace() != null) {
			sparseEncoder.ifUnique(builder::sparseEncoder);
		}
		return builder.build();
	}

}
