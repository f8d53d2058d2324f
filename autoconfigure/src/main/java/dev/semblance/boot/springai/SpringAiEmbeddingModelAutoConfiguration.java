package dev.semblance.boot.springai;

import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.springai.SemblanceBatchingStrategy;
import dev.semblance.springai.SemblanceEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a Spring AI {@link EmbeddingModel} for the application's encoder. Like
 * the models of Spring AI itself it heeds {@code spring.ai.model.embedding}, so an
 * application with several of them chooses one; the value of this one is
 * {@code semblance}. Its batching strategy goes before that of Spring AI's stores, which
 * counts the tokens of other models and refuses long documents.
 */
@AutoConfiguration(after = { DenseEncoderAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		beforeName = {
				"org.springframework.ai.model.transformers.autoconfigure.TransformersEmbeddingModelAutoConfiguration",
				"org.springframework.ai.vectorstore.pgvector.autoconfigure.PgVectorStoreAutoConfiguration" })
@ConditionalOnClass(EmbeddingModel.class)
@ConditionalOnProperty(name = "spring.ai.model.embedding", havingValue = "semblance", matchIfMissing = true)
public final class SpringAiEmbeddingModelAutoConfiguration {

	SpringAiEmbeddingModelAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean(EmbeddingModel.class)
	SemblanceEmbeddingModel springAiEmbeddingModel(DenseEncoder encoder,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EmbeddingModelObservationConvention> convention) {
		return new SemblanceEmbeddingModel(encoder, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				convention.getIfUnique());
	}

	@Bean
	@ConditionalOnBean(SemblanceEmbeddingModel.class)
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean(BatchingStrategy.class)
	SemblanceBatchingStrategy springAiBatchingStrategy(DenseEncoder encoder) {
		return new SemblanceBatchingStrategy(encoder);
	}

}
