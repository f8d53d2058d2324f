package dev.semblance.boot.test;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.retrieval.RerankerAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.boot.store.PgVectorStoreAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.lucene.LuceneStoreBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configures what {@link AutoConfigureSemblanceTest} promises, before anything that
 * would load a model or open a database.
 */
@AutoConfiguration(before = { DenseEncoderAutoConfiguration.class, SparseEncoderAutoConfiguration.class,
		RerankerAutoConfiguration.class, LuceneStoreAutoConfiguration.class, PgVectorStoreAutoConfiguration.class })
@EnableConfigurationProperties(SemblanceProperties.class)
public final class SemblanceTestAutoConfiguration {

	SemblanceTestAutoConfiguration() {
	}

	@Bean
	@Primary
	@ConditionalOnMissingBean(DenseEncoder.class)
	HashEncoder denseEncoder() {
		return new HashEncoder();
	}

	@Bean
	@ConditionalOnMissingBean(SparseEncoder.class)
	@ConditionalOnProperty("semblance.sparse.model")
	HashSparseEncoder sparseEncoder() {
		return new HashSparseEncoder();
	}

	@Bean
	@ConditionalOnMissingBean(Reranker.class)
	@ConditionalOnProperty("semblance.reranker.model")
	WordOverlapReranker reranker() {
		return new WordOverlapReranker();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean
	@Conditional(OnStore.class)
	DocumentStore documentStore(DenseEncoder encoder, ObjectProvider<SparseEncoder> sparseEncoder,
			SemblanceProperties properties) {
		LuceneStoreBuilder builder = LuceneStore.builder()
			.space(EmbeddingSpace.of(encoder.model()))
			.language(properties.store().language());
		sparseEncoder.ifUnique((sparse) -> builder.sparseSpace(SparseSpace.of(sparse.model())));
		return builder.open();
	}

	/** An application that wants no store gets none. */
	static final class OnStore extends NoneNestedConditions {

		OnStore() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "semblance.store.type", havingValue = "none")
		static final class None {

		}

	}

}
