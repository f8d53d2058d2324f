package dev.semblance.boot.retrieval;

import java.util.Objects;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.EncoderFactory;
import dev.semblance.boot.internal.SharedTokenEncoder;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderBuilder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorEncoderBuilder;
import dev.semblance.retrieval.reranking.CrossEncoderReranker;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import dev.semblance.retrieval.reranking.Reranker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configures a {@link Reranker} once a model is named, whatever kind of model that
 * is.
 */
@AutoConfiguration(after = DenseEncoderAutoConfiguration.class)
@EnableConfigurationProperties(SemblanceProperties.class)
public final class RerankerAutoConfiguration {

	private static final String PREFIX = "semblance.reranker";

	RerankerAutoConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@ConditionalOnProperty(PREFIX + ".model")
	Reranker reranker(SemblanceProperties properties, InferenceRuntime inferenceRuntime, ModelHub modelHub,
			ObjectProvider<DenseEncoder> denseEncoder) {
		SemblanceProperties.Reranker reranker = properties.reranker();
		EncoderFactory factory = new EncoderFactory(PREFIX, reranker, properties.runtime(), inferenceRuntime, modelHub);
		long cache = reranker.cache().toBytes();
		DenseEncoder dense = denseEncoder.getIfUnique();
		if (dense != null && isTheSame(reranker, properties.dense(), dense)) {
			return new MaxSimReranker(new SharedTokenEncoder(MultiVectorEncoder.over(dense)), cache);
		}
		String model = factory.model();
		ModelKind kind = ModelKind.of((reranker.revision() != null) ? model + "@" + reranker.revision() : model,
				modelHub);
		return switch (kind) {
			case CROSS -> new CrossEncoderReranker(factory.create(CrossEncoder::builder, CrossEncoderBuilder::build));
			case MULTI_VECTOR -> new MaxSimReranker(
					factory.create(MultiVectorEncoder::builder, MultiVectorEncoderBuilder::build), cache);
			case DENSE -> new MaxSimReranker(
					MultiVectorEncoder.over(factory.create(DenseEncoder::builder, DenseEncoderBuilder::build)), cache);
			case SPARSE -> throw new InvalidInputException(
					"%s.model names %s, a %s, which cannot rerank.".formatted(PREFIX, model, kind),
					"Use a cross-encoder, a dense or a multi-vector model.");
		};
	}

	/** What else can be set for a model would make it another. */
	private static boolean isTheSame(SemblanceProperties.Reranker reranker, SemblanceProperties.Dense dense,
			DenseEncoder encoder) {
		return encoder.model().name().equals(reranker.model()) && Objects.equals(reranker.model(), dense.model())
				&& Objects.equals(reranker.revision(), dense.revision())
				&& reranker.precision().equals(dense.precision()) && Objects.equals(reranker.device(), dense.device())
				&& Objects.equals(reranker.maxLength(), dense.maxLength())
				&& reranker.truncation() == dense.truncation() && reranker.prompts().equals(dense.prompts());
	}

}
