package dev.semblance.boot.retrieval;

import java.util.List;
import java.util.Set;

import dev.semblance.boot.StubStore;
import dev.semblance.boot.TinyModel;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.retrieval.reranking.CrossEncoderReranker;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RerankerAutoConfiguration}, and for what retrieval makes of a reranker
 * and a sparse encoder.
 */
class RerankerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ModelHubAutoConfiguration.class, InferenceRuntimeAutoConfiguration.class,
						DenseEncoderAutoConfiguration.class, SparseEncoderAutoConfiguration.class,
						LuceneStoreAutoConfiguration.class, RerankerAutoConfiguration.class,
						RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class))
		.withPropertyValues("semblance.runtime.device=cpu", "semblance.dense.model=" + TinyModel.DENSE);

	@Test
	void withoutAModelThereIsNoReranker() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Retriever.class)
			.doesNotHaveBean(Reranker.class)
			.doesNotHaveBean(RerankingRetriever.class));
	}

	@Test
	void aCrossEncoderReranks() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.CROSS).run((context) -> {
			assertThat(context).getBean(Reranker.class).isInstanceOf(CrossEncoderReranker.class);
			context.getBean(Ingestor.class)
				.ingest(List.of(new Document("a", "one text"), new Document("b", "another one")).iterator(),
						(report) -> {
						});
			assertThat(context.getBean(RerankingRetriever.class).retrieve("one", 2)).hasSize(2)
				.allSatisfy((hit) -> assertThat(hit.rerankScore()).isNotNull());
		});
	}

	@Test
	void aMultiVectorModelReranksByMaxSim() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.MULTI_VECTOR)
			.run((context) -> assertThat(context).getBean(Reranker.class).isInstanceOf(MaxSimReranker.class));
	}

	@Test
	void theDenseModelsTokenVectorsRerankWithoutASecondModel() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.DENSE).run((context) -> {
			DenseEncoder dense = context.getBean(DenseEncoder.class);
			long before = dense.statistics().texts();
			context.getBean(Reranker.class).score("query", List.of("document"));
			assertThat(dense.statistics().texts()).isGreaterThan(before);
			context.close();
			assertThatIllegalStateException().isThrownBy(() -> dense.encodeQuery("late"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "semblance.dense.max-length=20", "semblance.reranker.max-length=20",
			"semblance.reranker.truncation=fail", "semblance.dense.prompts.query=find ",
			"semblance.reranker.precision=fp32" })
	void aModelThatIsToRerankOtherwiseThanItEncodesIsLoadedTwice(String difference) {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.DENSE, difference).run((context) -> {
			DenseEncoder dense = context.getBean(DenseEncoder.class);
			long before = dense.statistics().texts();
			context.getBean(Reranker.class).score("query", List.of("document"));
			assertThat(dense.statistics().texts()).isEqualTo(before);
		});
	}

	@Test
	void twoRetrieversOfTheApplicationKeepTheRerankingOneAway() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.CROSS)
			.withBean("first", Retriever.class,
					() -> new Retriever(new StubStore(), LegEncoders.NONE, RetrieverSettings.of(Set.of(Leg.LEXICAL))))
			.withBean("second", Retriever.class,
					() -> new Retriever(new StubStore(), LegEncoders.NONE, RetrieverSettings.of(Set.of(Leg.LEXICAL))))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RerankingRetriever.class));
	}

	@Test
	void aSparseModelCannotRerank() {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.SPARSE)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sparse encoder, which cannot rerank"));
	}

	@ParameterizedTest
	@CsvSource({ "semblance.retrieval.rerank-depth, 0", "semblance.retrieval.rerank-blend, 1.5" })
	void aBadValueIsRefusedByItsProperty(String property, String value) {
		this.runner.withPropertyValues("semblance.reranker.model=" + TinyModel.CROSS, property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value)));
	}

	@Test
	void aSparseEncoderBringsASparseLeg() {
		this.runner
			.withPropertyValues("semblance.sparse.model=" + TinyModel.SPARSE,
					"semblance.retrieval.legs=dense,sparse,lexical")
			.run((context) -> {
				assertThat(context).hasSingleBean(SparseEncoder.class);
				assertThat(context.getBean(DocumentStore.class).sparseSpace()).isNotNull();
				context.getBean(Ingestor.class)
					.ingest(List.of(new Document("a", "one text"), new Document("b", "two")).iterator(), (report) -> {
					});
				assertThat(context.getBean(Retriever.class).retrieve("one text", 1).get(0).legs())
					.containsKeys(Leg.DENSE, Leg.LEXICAL);
			});
	}

}
