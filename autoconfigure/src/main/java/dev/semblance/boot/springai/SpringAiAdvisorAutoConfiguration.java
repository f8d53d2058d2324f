package dev.semblance.boot.springai;

import dev.semblance.springai.SemblanceDocumentRetriever;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures an advisor that puts what Semblance's retriever finds into the prompt.
 * Chat clients are in another artifact than retrievers.
 */
@AutoConfiguration(after = SpringAiRetrievalAutoConfiguration.class)
@ConditionalOnClass({ RetrievalAugmentationAdvisor.class, Advisor.class })
public final class SpringAiAdvisorAutoConfiguration {

	SpringAiAdvisorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(SemblanceDocumentRetriever.class)
	@ConditionalOnMissingBean
	RetrievalAugmentationAdvisor springAiRetrievalAugmentationAdvisor(SemblanceDocumentRetriever retriever) {
		return RetrievalAugmentationAdvisor.builder().documentRetriever(retriever).build();
	}

}
