package dev.semblance.boot.langchain4j;

import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.SemblanceProperties.Retrieval;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.boot.retrieval.RerankingRetrieverAutoConfiguration;
import dev.semblance.boot.retrieval.RetrievalAutoConfiguration;
import dev.semblance.langchain4j.AggregationSettings;
import dev.semblance.langchain4j.SemblanceContentRetriever;
import dev.semblance.langchain4j.SemblanceRetrievalAugmentor;
import dev.semblance.langchain4j.SemblanceScoringModel;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures one LangChain4j {@link ContentRetriever}, and with a reranker one
 * {@link RetrievalAugmentor}, which goes before it: AI services take whichever there is,
 * and refuse several. Each reranks once: the retriever inside, the augmentor over what it
 * retrieved for all queries.
 */
@AutoConfiguration(
		after = { RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class,
				LangChain4jScoringModelAutoConfiguration.class },
		beforeName = { "dev.langchain4j.spring.LangChain4jAutoConfiguration",
				"dev.langchain4j.spring.LangChain4jAutoConfig" })
@ConditionalOnClass(ContentRetriever.class)
@EnableConfigurationProperties(SemblanceProperties.class)
public final class LangChain4jRetrievalAutoConfiguration {

	private static final String TOP_K = "semblance.retrieval.top-k";

	LangChain4jRetrievalAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(Retriever.class)
	@ConditionalOnMissingBean(ContentRetriever.class)
	SemblanceContentRetriever langChain4jContentRetriever(Retriever retriever,
			ObjectProvider<RerankingRetriever> rerankingRetriever, SemblanceProperties properties) {
		RerankingRetriever reranking = rerankingRetriever.getIfUnique();
		SemblanceContentRetriever.Builder builder = (reranking != null) ? SemblanceContentRetriever.builder(reranking)
				: SemblanceContentRetriever.builder(retriever);
		Retrieval retrieval = properties.retrieval();
		new ConfiguredValue<>(TOP_K, retrieval.topK()).map(builder::maxResults);
		ConfiguredValue.of("semblance.retrieval.minimum-score", retrieval.minimumScore())
			.ifPresent((value) -> value.map(builder::minScore));
		return builder.build();
	}

	@Bean
	@ConditionalOnSingleCandidate(Retriever.class)
	@ConditionalOnBean({ SemblanceScoringModel.class, SemblanceContentRetriever.class })
	@ConditionalOnMissingBean(RetrievalAugmentor.class)
	RetrievalAugmentor langChain4jRetrievalAugmentor(Retriever retriever, SemblanceScoringModel scoringModel,
			SemblanceProperties properties) {
		Retrieval retrieval = properties.retrieval();
		AggregationSettings depth = new ConfiguredValue<>("semblance.retrieval.rerank-depth", retrieval.rerankDepth())
			.map(AggregationSettings.DEFAULT::withDepth);
		AggregationSettings limited = new ConfiguredValue<>(TOP_K, retrieval.topK()).map(depth::withMaxResults);
		// What is not reranked is left out here, so as many are as are asked for.
		AggregationSettings settings = limited.withDepth(Math.max(limited.depth(), limited.maxResults()));
		Double minimumScore = retrieval.minimumScore();
		if (minimumScore != null) {
			settings = new ConfiguredValue<>("semblance.retrieval.minimum-score", minimumScore)
				.map(settings::withMinScore);
		}
		SemblanceContentRetriever candidates = SemblanceContentRetriever.builder(retriever)
			.maxResults(settings.depth())
			.build();
		return SemblanceRetrievalAugmentor.builder(candidates, scoringModel, settings).build();
	}

}
