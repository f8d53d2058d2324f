package dev.semblance.boot.springai;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.boot.retrieval.RerankingRetrieverAutoConfiguration;
import dev.semblance.boot.retrieval.RetrievalAutoConfiguration;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.springai.SemblanceDocumentRetriever;

import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a Spring AI {@link DocumentRetriever} over the application's retriever,
 * which reranks if there is a reranker.
 */
@AutoConfiguration(after = { RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class })
@ConditionalOnClass(DocumentRetriever.class)
@EnableConfigurationProperties(SemblanceProperties.class)
public final class SpringAiRetrievalAutoConfiguration {

	SpringAiRetrievalAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(Retriever.class)
	@ConditionalOnMissingBean(DocumentRetriever.class)
	SemblanceDocumentRetriever springAiDocumentRetriever(Retriever retriever,
			ObjectProvider<RerankingRetriever> rerankingRetriever, SemblanceProperties properties) {
		RerankingRetriever reranking = rerankingRetriever.getIfUnique();
		SemblanceDocumentRetriever.Builder builder = (reranking != null) ? SemblanceDocumentRetriever.builder(reranking)
				: SemblanceDocumentRetriever.builder(retriever);
		SemblanceProperties.Retrieval retrieval = properties.retrieval();
		new ConfiguredValue<>("semblance.retrieval.top-k", retrieval.topK()).map(builder::topK);
		ConfiguredValue.of("semblance.retrieval.minimum-score", retrieval.minimumScore())
			.ifPresent((value) -> value.map(builder::minScore));
		return builder.build();
	}

}
