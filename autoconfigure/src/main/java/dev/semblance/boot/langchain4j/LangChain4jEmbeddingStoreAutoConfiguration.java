package dev.semblance.boot.langchain4j;

import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.boot.store.PgVectorStoreAutoConfiguration;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.langchain4j.SemblanceEmbeddingStore;
import dev.semblance.retrieval.store.DocumentStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configures a LangChain4j {@link EmbeddingStore} over the application's document
 * store. It comes before LangChain4j's own auto-configuration, which makes one in memory
 * if there is none.
 */
@AutoConfiguration(
		after = { LuceneStoreAutoConfiguration.class, PgVectorStoreAutoConfiguration.class,
				SparseEncoderAutoConfiguration.class },
		beforeName = { "dev.langchain4j.spring.LangChain4jAutoConfiguration",
				"dev.langchain4j.spring.LangChain4jAutoConfig" })
@ConditionalOnClass(EmbeddingStore.class)
public final class LangChain4jEmbeddingStoreAutoConfiguration {

	LangChain4jEmbeddingStoreAutoConfiguration() {
	}

	/**
	 * Lazy, because LangChain4j's stores compare by cosine and models of other
	 * similarities are refused; an application without that interface shall start.
	 */
	@Bean
	@Lazy
	@ConditionalOnSingleCandidate(DocumentStore.class)
	@ConditionalOnMissingBean(EmbeddingStore.class)
	SemblanceEmbeddingStore langChain4jEmbeddingStore(DocumentStore store,
			ObjectProvider<SparseEncoder> sparseEncoder) {
		SparseEncoder sparse = (store.sparseSpace() != null) ? sparseEncoder.getIfUnique() : null;
		return new SemblanceEmbeddingStore(store, sparse);
	}

}
