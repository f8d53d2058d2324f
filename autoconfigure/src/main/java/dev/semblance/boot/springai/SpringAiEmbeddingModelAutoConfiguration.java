package dev.semblance.boot.springai;

import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.springai.SemblanceEmbeddingModel;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a Spring AI {@link EmbeddingModel} for the application's encoder. Like
 * the models of Spring AI itself it heeds {@code spring.ai.model.embedding}, so an
 * application with several of them chooses one; the value of this one is
 * {@code semblance}.
 */
@AutoConfiguration(after = DenseEncoderAutoConfiguration.class,
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
	SemblanceEmbeddingModel springAiEmbeddingModel(DenseEncoder encoder) {
		return new SemblanceEmbeddingModel(encoder);
	}

}
