package dev.semblance.starter;

import java.util.stream.IntStream;

import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.reranking.Reranker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application of the starter and a YAML file, without a framework.
 */
class PlainSampleTests {

	private static final String[] FRAMEWORKS = TestApplication.hiding(TestApplication.LANGCHAIN4J,
			TestApplication.SPRING_AI, TestApplication.DATA_SOURCES);

	@ParameterizedTest
	@EnumSource
	void thePassagesComeInTheRerankersOrder(SampleStore store) {
		store.run(FRAMEWORKS, (context) -> {
			ingest(context);
			assertThat(context.getBean(RerankingRetriever.class).retrieve(Passages.QUESTION, 5))
				.extracting((hit) -> hit.document().text())
				.containsExactlyElementsOf(Passages.rankedBy(context.getBean(Reranker.class)));
		});
	}

	@ParameterizedTest
	@EnumSource
	void theRerankersOrderIsAnotherThanTheRetrievers(SampleStore store) {
		store.run(FRAMEWORKS, (context) -> {
			ingest(context);
			assertThat(context.getBean(Retriever.class).retrieve(Passages.QUESTION, 5))
				.extracting((hit) -> hit.document().text())
				.isNotEqualTo(Passages.rankedBy(context.getBean(Reranker.class)));
		});
	}

	private static void ingest(ConfigurableApplicationContext context) {
		context.getBean(Ingestor.class)
			.ingest(IntStream.range(0, Passages.TEXTS.size())
				.mapToObj((number) -> new Document("passage-" + number, Passages.TEXTS.get(number)))
				.iterator(), (report) -> {
				});
	}

}
