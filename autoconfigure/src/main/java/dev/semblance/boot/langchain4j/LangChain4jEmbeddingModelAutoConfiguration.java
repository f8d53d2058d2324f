package dev.semblance.boot.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.langchain4j.SemblanceEmbeddingModel;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a LangChain4j {@link EmbeddingModel} for the application's encoder. It
 * comes before LangChain4j's own auto-configuration, whose content retriever needs it.
 */
@AutoConfiguration(after = { DenseEncoderAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class },
		beforeName = { "dev.langchain4j.spring.LangChain4jAutoConfiguration",
				"dev.langchain4j.spring.LangChain4jAutoConfig" })
@ConditionalOnClass(EmbeddingModel.class)
public final class LangChain4jEmbeddingModelAutoConfiguration {

	LangChain4jEmbeddingModelAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean(EmbeddingModel.class)
	SemblanceEmbeddingModel langChain4jEmbeddingModel(DenseEncoder encoder,
			ObjectProvider<EmbeddingModelListener> listeners) {
		return new SemblanceEmbeddingModel(encoder, listeners.orderedStream().toList());
	}

}
