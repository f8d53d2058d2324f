package dev.semblance.boot.langchain4j;

import java.util.List;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.semblance.boot.StubReranker;
import dev.semblance.langchain4j.SemblanceScoringModel;
import dev.semblance.retrieval.reranking.Reranker;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LangChain4jScoringModelAutoConfiguration}.
 */
class LangChain4jScoringModelAutoConfigurationTests {

	private final ApplicationContextRunner withoutReranker = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LangChain4jScoringModelAutoConfiguration.class));

	private final ApplicationContextRunner withReranker = this.withoutReranker.withBean(StubReranker.class);

	@Test
	void aRerankerGivesAModel() {
		this.withReranker.run((context) -> assertThat(
				context.getBean(ScoringModel.class).scoreAll(List.of(TextSegment.from("four")), "query").content())
			.containsExactly(4.0));
	}

	@Test
	void withoutARerankerThereIsNoModel() {
		this.withoutReranker.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScoringModel.class));
	}

	@Test
	void withTwoRerankersThereIsNoModel() {
		this.withReranker.withBean("second", Reranker.class, StubReranker::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScoringModel.class));
	}

	@Test
	void theApplicationsOwnModelIsUsed() {
		this.withReranker.withBean(OwnModel.class)
			.run((context) -> assertThat(context).hasSingleBean(ScoringModel.class)
				.doesNotHaveBean(SemblanceScoringModel.class));
	}

	@Test
	void withoutLangChain4jTheApplicationStartsWithoutAModel() {
		this.withReranker.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("langChain4jScoringModel"));
	}

	private static final class OwnModel implements ScoringModel {

		@Override
		public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
			throw new UnsupportedOperationException();
		}

	}

}
