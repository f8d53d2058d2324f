package dev.semblance.boot.retrieval;

import java.util.EnumMap;
import java.util.Map;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.internal.CallObserver;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.boot.store.PgVectorStoreAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.fusion.RankedLeg;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.store.DocumentStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures an {@link Ingestor} and a {@link Retriever} for the application's
 * encoders and store.
 */
@AutoConfiguration(after = { DenseEncoderAutoConfiguration.class, LuceneStoreAutoConfiguration.class,
		PgVectorStoreAutoConfiguration.class, NamedDenseEncodersAutoConfiguration.class,
		SparseEncoderAutoConfiguration.class })
@ConditionalOnSingleCandidate(DenseEncoder.class)
@EnableConfigurationProperties(SemblanceProperties.class)
public final class RetrievalAutoConfiguration {

	RetrievalAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DocumentStore.class)
	LegEncoders legEncoders(DenseEncoder encoder, DocumentStore store, ObjectProvider<SparseEncoder> sparseEncoder) {
		SparseEncoder sparse = (store.sparseSpace() != null) ? sparseEncoder.getIfUnique() : null;
		return new LegEncoders(encoder, sparse);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DocumentStore.class)
	Ingestor ingestor(LegEncoders encoders, DocumentStore store, ObjectProvider<CallObserver> observer) {
		return new Ingestor(encoders, CallObserver.observed(observer, DocumentStore.class, store));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DocumentStore.class)
	Retriever retriever(LegEncoders encoders, DocumentStore store, SemblanceProperties properties,
			ObjectProvider<CallObserver> observer) {
		return new Retriever(CallObserver.observed(observer, DocumentStore.class, store), encoders,
				settings(properties.retrieval()));
	}

	private static RetrieverSettings settings(SemblanceProperties.Retrieval retrieval) {
		RetrieverSettings equal = new ConfiguredValue<>("semblance.retrieval.legs", retrieval.legs())
			.map(RetrieverSettings::of);
		Map<Leg, Double> weights = new EnumMap<>(equal.weights());
		retrieval.weights().forEach((leg, weight) -> weights.put(leg, weight(leg, weight, weights)));
		Fusion fusion = new ConfiguredValue<>("semblance.retrieval.fusion", retrieval.fusion()).map(Fusion::named);
		RetrieverSettings weighted = new RetrieverSettings(weights, fusion, equal.window(), equal.exact());
		return new ConfiguredValue<>("semblance.retrieval.window", retrieval.window()).map(weighted::withWindow);
	}

	private static double weight(Leg leg, double weight, Map<Leg, Double> asked) {
		ConfiguredValue<Double> value = new ConfiguredValue<>("semblance.retrieval.weights." + leg.label(), weight);
		if (!asked.containsKey(leg)) {
			throw value.refused("The %s leg is not asked. Add it to semblance.retrieval.legs or leave out its weight."
				.formatted(leg.label()));
		}
		return value.map((checked) -> {
			RankedLeg.requireWeight(leg, checked);
			return checked;
		});
	}

}
