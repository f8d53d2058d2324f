package dev.semblance.boot.langchain4j;

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubReranker;
import dev.semblance.boot.StubStore;
import dev.semblance.boot.retrieval.RerankingRetrieverAutoConfiguration;
import dev.semblance.boot.retrieval.RetrievalAutoConfiguration;
import dev.semblance.langchain4j.SemblanceContentRetriever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.AutoConfigureAfter;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LangChain4jRetrievalAutoConfiguration}.
 */
class LangChain4jRetrievalAutoConfigurationTests {

	private final ApplicationContextRunner withoutRetriever = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class,
					LangChain4jScoringModelAutoConfiguration.class, LangChain4jRetrievalAutoConfiguration.class));

	private final ApplicationContextRunner withRetriever = this.withoutRetriever.withBean(StubEncoder.class)
		.withBean(StubStore.class);

	private final ApplicationContextRunner withReranker = this.withRetriever.withBean(StubReranker.class);

	@Test
	void aRetrieverGivesAContentRetriever() {
		this.withRetriever.run((context) -> {
			context.getBean(ContentRetriever.class).retrieve(Query.from("fox"));
			assertThat(context.getBean(StubStore.class).searches).singleElement()
				.satisfies((search) -> assertThat(search.limit()).isEqualTo(5));
		});
	}

	@Test
	void withoutARerankerThereIsNoAugmentor() {
		this.withRetriever.run((context) -> assertThat(context).doesNotHaveBean(RetrievalAugmentor.class));
	}

	@Test
	void aRerankerGivesOneRetrieverAndOneAugmentor() {
		this.withReranker.run((context) -> assertThat(context).hasSingleBean(ContentRetriever.class)
			.hasSingleBean(RetrievalAugmentor.class));
	}

	@Test
	void theContentRetrieverFetchesAsManyAsAreReranked() {
		this.withReranker.withPropertyValues("semblance.retrieval.rerank-depth=30").run((context) -> {
			context.getBean(ContentRetriever.class).retrieve(Query.from("fox"));
			assertThat(context.getBean(StubStore.class).searches).singleElement()
				.satisfies((search) -> assertThat(search.limit()).isEqualTo(30));
		});
	}

	@Test
	void withoutARetrieverThereIsNeither() {
		this.withoutRetriever.withBean(StubReranker.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ContentRetriever.class)
				.doesNotHaveBean(RetrievalAugmentor.class));
	}

	@Test
	void theApplicationsOwnContentRetrieverKeepsBothAway() {
		this.withReranker.withBean(ContentRetriever.class, () -> (query) -> List.of())
			.run((context) -> assertThat(context).hasSingleBean(ContentRetriever.class)
				.doesNotHaveBean(SemblanceContentRetriever.class)
				.doesNotHaveBean(RetrievalAugmentor.class));
	}

	@Test
	void theApplicationsOwnAugmentorIsUsed() {
		RetrievalAugmentor own = DefaultRetrievalAugmentor.builder().contentRetriever((query) -> List.of()).build();
		this.withReranker.withBean(RetrievalAugmentor.class, () -> own)
			.run((context) -> assertThat(context).getBean(RetrievalAugmentor.class).isSameAs(own));
	}

	@Test
	void aSecondScoringModelOfAnotherLibraryIsNotInTheWay() {
		this.withReranker.withConfiguration(AutoConfigurations.of(OtherScoringModel.class))
			.run((context) -> assertThat(context).hasSingleBean(RetrievalAugmentor.class));
	}

	@Test
	void withoutLangChain4jTheApplicationStartsWithoutThem() {
		this.withReranker.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("langChain4jContentRetriever")
				.doesNotHaveBean("langChain4jRetrievalAugmentor"));
	}

	@ParameterizedTest
	@CsvSource({ "semblance.retrieval.top-k, 0", "semblance.retrieval.minimum-score, NaN" })
	void aBadValueIsRefusedByItsProperty(String property, String value) {
		this.withRetriever.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value)));
	}

	@Test
	void aBadRerankDepthIsRefusedByItsProperty() {
		this.withReranker.withPropertyValues("semblance.retrieval.rerank-depth=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property semblance.retrieval.rerank-depth with value '0' is invalid"));
	}

	/** Sorted behind Semblance's, as most are, and without a condition. */
	@Configuration(proxyBeanMethods = false)
	@AutoConfigureAfter(LangChain4jRetrievalAutoConfiguration.class)
	static class OtherScoringModel {

		@Bean
		ScoringModel otherScoringModel() {
			return new ScoringModel() {

				@Override
				public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
					throw new UnsupportedOperationException();
				}

			};
		}

	}

}
