package dev.semblance.boot.retrieval;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.internal.CallObserver;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.reranking.Reranker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link RerankingRetriever} for the application's retriever and
 * reranker.
 */
@AutoConfiguration(after = { RetrievalAutoConfiguration.class, RerankerAutoConfiguration.class })
@ConditionalOnSingleCandidate(Reranker.class)
@EnableConfigurationProperties(SemblanceProperties.class)
public final class RerankingRetrieverAutoConfiguration {

	RerankingRetrieverAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Retriever.class)
	RerankingRetriever rerankingRetriever(Retriever retriever, Reranker reranker, SemblanceProperties properties,
			ObjectProvider<CallObserver> observer) {
		SemblanceProperties.Retrieval retrieval = properties.retrieval();
		RerankSettings depth = new ConfiguredValue<>("semblance.retrieval.rerank-depth", retrieval.rerankDepth())
			.map(RerankSettings.DEFAULT::withDepth);
		return new RerankingRetriever(retriever, CallObserver.observed(observer, Reranker.class, reranker),
				new ConfiguredValue<>("semblance.retrieval.rerank-blend", retrieval.rerankBlend())
					.map(depth::withBlend));
	}

}
