package dev.semblance.boot.store;

import dev.semblance.boot.StoreType;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.store.DocumentStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps an application from starting that asks for a store which is not on the class
 * path, instead of leaving it without one.
 */
@AutoConfiguration(after = { DenseEncoderAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class,
		LuceneStoreAutoConfiguration.class, PgVectorStoreAutoConfiguration.class })
@ConditionalOnProperty(MissingStoreAutoConfiguration.PROPERTY)
public final class MissingStoreAutoConfiguration {

	static final String PROPERTY = "semblance.store.type";

	MissingStoreAutoConfiguration() {
	}

	private static InvalidConfigurationPropertyValueException missing(StoreType type, String artifact) {
		return new ConfiguredValue<>(PROPERTY, type)
			.refused("The store is not on the class path. Add the dependency dev.semblance:%s, or choose another type."
				.formatted(artifact));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = PROPERTY, havingValue = "lucene")
	@ConditionalOnMissingClass("dev.semblance.store.lucene.LuceneStore")
	@ConditionalOnBean(DenseEncoder.class)
	@ConditionalOnMissingBean(DocumentStore.class)
	static final class Lucene {

		Lucene() {
			throw missing(StoreType.LUCENE, "semblance-lucene-store");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = PROPERTY, havingValue = "pgvector")
	@ConditionalOnMissingClass("dev.semblance.store.pgvector.PgVectorStore")
	@ConditionalOnBean(DenseEncoder.class)
	@ConditionalOnMissingBean(DocumentStore.class)
	static final class PgVector {

		PgVector() {
			throw missing(StoreType.PGVECTOR, "semblance-pgvector-store");
		}

	}

}
