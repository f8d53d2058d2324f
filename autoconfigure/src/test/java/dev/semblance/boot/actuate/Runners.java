package dev.semblance.boot.actuate;

import dev.semblance.boot.TinyModel;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.boot.encoders.NamedDenseEncodersAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.retrieval.RerankerAutoConfiguration;
import dev.semblance.boot.retrieval.RerankingRetrieverAutoConfiguration;
import dev.semblance.boot.retrieval.RetrievalAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Applications to look at.
 */
final class Runners {

	private Runners() {
	}

	/** Without a model. */
	static ApplicationContextRunner empty() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(InferenceRuntimeAutoConfiguration.class,
					ModelHubAutoConfiguration.class, DenseEncoderAutoConfiguration.class,
					NamedDenseEncodersAutoConfiguration.class, SparseEncoderAutoConfiguration.class,
					LuceneStoreAutoConfiguration.class, RerankerAutoConfiguration.class,
					RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class));
	}

	/** With a dense model, a store in memory and a retriever. */
	static ApplicationContextRunner dense() {
		return empty().withPropertyValues("semblance.dense.model=" + TinyModel.DENSE);
	}

}
