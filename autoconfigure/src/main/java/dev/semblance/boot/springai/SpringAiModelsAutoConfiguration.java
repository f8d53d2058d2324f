package dev.semblance.boot.springai;

import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.retrieval.RerankerAutoConfiguration;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.springai.SemblanceRerankModel;
import dev.semblance.springai.SemblanceSparseEmbeddingModel;
import dev.semblance.springai.rerank.RerankModel;
import dev.semblance.springai.sparse.SparseEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.model.Model;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures the application's reranker and sparse encoder in the shape of Spring
 * AI's models.
 */
@AutoConfiguration(after = { RerankerAutoConfiguration.class, SparseEncoderAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(Model.class)
public final class SpringAiModelsAutoConfiguration {

	SpringAiModelsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(Reranker.class)
	@ConditionalOnMissingBean(RerankModel.class)
	SemblanceRerankModel springAiRerankModel(Reranker reranker,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		return new SemblanceRerankModel(reranker, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP));
	}

	@Bean
	@ConditionalOnSingleCandidate(SparseEncoder.class)
	@ConditionalOnMissingBean(SparseEmbeddingModel.class)
	SemblanceSparseEmbeddingModel springAiSparseEmbeddingModel(SparseEncoder encoder,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		return new SemblanceSparseEmbeddingModel(encoder,
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP));
	}

}
