package dev.semblance.boot.langchain4j;

import dev.langchain4j.model.scoring.ScoringModel;
import dev.semblance.boot.retrieval.RerankerAutoConfiguration;
import dev.semblance.langchain4j.SemblanceScoringModel;
import dev.semblance.retrieval.reranking.Reranker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a LangChain4j {@link ScoringModel} over the application's reranker.
 */
@AutoConfiguration(after = RerankerAutoConfiguration.class,
		beforeName = { "dev.langchain4j.spring.LangChain4jAutoConfiguration",
				"dev.langchain4j.spring.LangChain4jAutoConfig" })
@ConditionalOnClass(ScoringModel.class)
public final class LangChain4jScoringModelAutoConfiguration {

	LangChain4jScoringModelAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(Reranker.class)
	@ConditionalOnMissingBean(ScoringModel.class)
	SemblanceScoringModel langChain4jScoringModel(Reranker reranker) {
		return new SemblanceScoringModel(reranker);
	}

}
