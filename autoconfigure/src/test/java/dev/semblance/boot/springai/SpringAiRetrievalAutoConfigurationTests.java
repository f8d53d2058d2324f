package dev.semblance.boot.springai;

import java.util.List;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubReranker;
import dev.semblance.boot.StubStore;
import dev.semblance.boot.retrieval.RerankingRetrieverAutoConfiguration;
import dev.semblance.boot.retrieval.RetrievalAutoConfiguration;
import dev.semblance.springai.SemblanceDocumentRetriever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringAiRetrievalAutoConfiguration} and
 * {@link SpringAiAdvisorAutoConfiguration}.
 */
class SpringAiRetrievalAutoConfigurationTests {

	private final ApplicationContextRunner withoutRetriever = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(RetrievalAutoConfiguration.class, RerankingRetrieverAutoConfiguration.class,
					SpringAiRetrievalAutoConfiguration.class, SpringAiAdvisorAutoConfiguration.class));

	private final ApplicationContextRunner withRetriever = this.withoutRetriever.withBean(StubEncoder.class)
		.withBean(StubStore.class);

	@Test
	void aRetrieverGivesADocumentRetriever() {
		this.withRetriever.run((context) -> {
			context.getBean(DocumentRetriever.class).retrieve(new Query("fox"));
			assertThat(context.getBean(StubStore.class).searches).singleElement()
				.satisfies((search) -> assertThat(search.limit()).isEqualTo(5));
		});
	}

	@Test
	void withARerankerTheDocumentRetrieverFetchesAsManyAsAreReranked() {
		this.withRetriever.withBean(StubReranker.class)
			.withPropertyValues("semblance.retrieval.rerank-depth=30")
			.run((context) -> {
				context.getBean(DocumentRetriever.class).retrieve(new Query("fox"));
				assertThat(context.getBean(StubStore.class).searches).singleElement()
					.satisfies((search) -> assertThat(search.limit()).isEqualTo(30));
			});
	}

	@Test
	void aDocumentRetrieverGivesAnAdvisor() {
		this.withRetriever.run((context) -> assertThat(context).hasSingleBean(RetrievalAugmentationAdvisor.class));
	}

	@Test
	void withoutARetrieverThereIsNeither() {
		this.withoutRetriever.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(DocumentRetriever.class)
			.doesNotHaveBean(RetrievalAugmentationAdvisor.class));
	}

	@Test
	void theApplicationsOwnDocumentRetrieverKeepsBothAway() {
		this.withRetriever.withBean(DocumentRetriever.class, () -> (query) -> List.of())
			.run((context) -> assertThat(context).hasSingleBean(DocumentRetriever.class)
				.doesNotHaveBean(SemblanceDocumentRetriever.class)
				.doesNotHaveBean(RetrievalAugmentationAdvisor.class));
	}

	@Test
	void theApplicationsOwnAdvisorIsUsed() {
		RetrievalAugmentationAdvisor own = RetrievalAugmentationAdvisor.builder()
			.documentRetriever((query) -> List.of())
			.build();
		this.withRetriever.withBean(RetrievalAugmentationAdvisor.class, () -> own)
			.run((context) -> assertThat(context).getBean(RetrievalAugmentationAdvisor.class).isSameAs(own));
	}

	@Test
	void withoutRetrieversOfSpringAiTheApplicationStartsWithoutThem() {
		this.withRetriever.withClassLoader(new FilteredClassLoader("org.springframework.ai.rag"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("springAiDocumentRetriever")
				.doesNotHaveBean("springAiRetrievalAugmentationAdvisor"));
	}

	@Test
	void withoutChatClientsThereIsNoAdvisor() {
		this.withRetriever.withClassLoader(new FilteredClassLoader("org.springframework.ai.chat.client"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DocumentRetriever.class)
				.doesNotHaveBean("springAiRetrievalAugmentationAdvisor"));
	}

	@ParameterizedTest
	@CsvSource({ "semblance.retrieval.top-k, 0", "semblance.retrieval.minimum-score, NaN" })
	void aBadValueIsRefusedByItsProperty(String property, String value) {
		this.withRetriever.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property %s with value '%s' is invalid".formatted(property, value)));
	}

}
