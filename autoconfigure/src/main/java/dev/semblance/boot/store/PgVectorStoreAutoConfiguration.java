package dev.semblance.boot.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.SemblanceProperties.Hnsw;
import dev.semblance.boot.SemblanceProperties.PgVector;
import dev.semblance.boot.StoreType;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.pgvector.DenseIndex;
import dev.semblance.store.pgvector.DensePrecision;
import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import dev.semblance.store.pgvector.SparseIndex;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link PgVectorStore} for the vectors of the application's encoders,
 * on connections of its own or on the application's data source.
 */
@AutoConfiguration(
		after = { DenseEncoderAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class,
				SparseEncoderAutoConfiguration.class },
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ PgVectorStore.class, DataSource.class })
@ConditionalOnProperty(name = "semblance.store.type", havingValue = "pgvector")
@EnableConfigurationProperties(SemblanceProperties.class)
public final class PgVectorStoreAutoConfiguration {

	private static final String PREFIX = "semblance.store.pgvector.";

	PgVectorStoreAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(PREFIX + "url")
	PgVectorConnectionDetails pgVectorConnectionDetails(SemblanceProperties properties) {
		return new PropertiesPgVectorConnectionDetails(properties.store().pgvector());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean({ DocumentStore.class, StoreConnections.class })
	StoreConnections storeConnections(SemblanceProperties properties, ObjectProvider<PgVectorConnectionDetails> details,
			ObjectProvider<DataSource> dataSource) {
		PgVector pgvector = properties.store().pgvector();
		PgVectorConnectionDetails own = details.getIfAvailable();
		if (own != null) {
			return StoreConnections.pooled(own, connections(pgvector))
				.withReplica(pgvector, own.getUsername(), own.getPassword());
		}
		DataSource application = dataSource.getIfUnique();
		if (application == null) {
			throw new ConfiguredValue<>("semblance.store.type", StoreType.PGVECTOR).refused(
					"There is neither a semblance.store.pgvector.url nor one DataSource among the application's beans. "
							+ "Set the URL, or spring.datasource.url and the dependency spring-boot-starter-jdbc.");
		}
		return StoreConnections.of(application).withReplica(pgvector, pgvector.username(), pgvector.password());
	}

	private static int connections(PgVector properties) {
		ConfiguredValue<Integer> connections = new ConfiguredValue<>(PREFIX + "connections", properties.connections());
		if (connections.value() < 1) {
			throw connections.refused("Allow 1 or more.");
		}
		return connections.value();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnSingleCandidate(DenseEncoder.class)
	@ConditionalOnMissingBean(DocumentStore.class)
	PgVectorStore documentStore(DenseEncoder encoder, ObjectProvider<SparseEncoder> sparseEncoder,
			StoreConnections connections, SemblanceProperties properties) {
		PgVector pgvector = properties.store().pgvector();
		PgVectorStoreBuilder builder = PgVectorStore.builder()
			.dataSource(connections.dataSource())
			.space(encoder.model())
			.partitionByTenant(pgvector.partitionByTenant())
			.ownPartition(pgvector.ownPartition())
			.createTables(pgvector.createTables())
			.precision(constant("precision", pgvector.precision(), DensePrecision.values()))
			.denseIndex(constant("dense-index", pgvector.denseIndex(), DenseIndex.values()))
			.sparseIndex(constant("sparse-index", pgvector.sparseIndex(), SparseIndex.values()));
		sparseEncoder.ifUnique((sparse) -> builder.sparseSpace(sparse.model()));
		new ConfiguredValue<>("semblance.store.language", properties.store().language()).map(builder::language);
		new ConfiguredValue<>(PREFIX + "schema", pgvector.schema()).map(builder::schema);
		new ConfiguredValue<>(PREFIX + "collection", pgvector.collection()).map(builder::collection);
		ConfiguredValue.of(PREFIX + "tenant", pgvector.tenant()).ifPresent((value) -> value.map(builder::tenant));
		new ConfiguredValue<>(PREFIX + "index-from", pgvector.indexFrom()).map(builder::indexFrom);
		new ConfiguredValue<>(PREFIX + "exact-below", pgvector.exactBelow()).map(builder::exactBelow);
		new ConfiguredValue<>(PREFIX + "timeout", pgvector.timeout()).map(builder::timeout);
		new ConfiguredValue<>(PREFIX + "retry-for", pgvector.retryFor()).map(builder::retryFor);
		DataSource replica = connections.replica();
		if (replica != null) {
			builder.replica(replica);
		}
		builder.hnsw(new ConfiguredValue<>(PREFIX + "hnsw", pgvector.hnsw()).map(PgVectorStoreAutoConfiguration::hnsw));
		return builder.open();
	}

	/**
	 * Finds a constant by its name. The properties hold names, so that an application can
	 * leave out the store's artifact.
	 */
	private static <E extends Enum<E>> E constant(String property, String name, E[] constants) {
		return Arrays.stream(constants)
			.filter((constant) -> label(constant).equalsIgnoreCase(name.replace('_', '-')))
			.findFirst()
			.orElseThrow(() -> new ConfiguredValue<>(PREFIX + property, name)
				.refused("Use one of %s.".formatted(Arrays.stream(constants)
					.map(PgVectorStoreAutoConfiguration::label)
					.collect(Collectors.joining(", ")))));
	}

	private static String label(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static HnswSettings hnsw(Hnsw hnsw) {
		return new HnswSettings(hnsw.m(), hnsw.efConstruction(), hnsw.efSearch(),
				(int) Math.min(hnsw.buildMemory().toMegabytes(), Integer.MAX_VALUE));
	}

}
