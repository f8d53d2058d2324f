package dev.semblance.boot.store;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.internal.ConfiguredPath;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import dev.semblance.store.lucene.LuceneStoreBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link DocumentStore} on Lucene for the vectors of the application's
 * encoders.
 */
@AutoConfiguration(after = { DenseEncoderAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class,
		SparseEncoderAutoConfiguration.class })
@ConditionalOnClass(LuceneStore.class)
@EnableConfigurationProperties(SemblanceProperties.class)
public final class LuceneStoreAutoConfiguration {

	LuceneStoreAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "semblance.store.type", havingValue = "lucene", matchIfMissing = true)
	DocumentStore documentStore(DenseEncoder encoder, ObjectProvider<SparseEncoder> sparseEncoder,
			SemblanceProperties properties) {
		SemblanceProperties.Store store = properties.store();
		LuceneStoreBuilder builder = LuceneStore.builder().space(EmbeddingSpace.of(encoder.model()));
		sparseEncoder.ifUnique((sparse) -> builder.sparseSpace(SparseSpace.of(sparse.model())));
		new ConfiguredValue<>("semblance.store.language", store.language()).map(builder::language);
		String path = store.path();
		if (path != null) {
			builder.directory(ConfiguredPath.of(new ConfiguredValue<>("semblance.store.path", path),
					"Name a directory, or leave out the property to keep the store in memory."));
		}
		return builder.open();
	}

}
