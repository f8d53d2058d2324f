package dev.semblance.starter;

import java.util.Arrays;
import java.util.stream.Stream;

import dev.semblance.springai.SemblanceBatchingStrategy;
import dev.semblance.springai.SemblanceEmbeddingModel;
import dev.semblance.springai.SemblanceVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.Test;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.transformers.TransformersEmbeddingModel;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Semblance's beans beside Spring AI's own auto-configurations of a vector store and of
 * an embedding model. Beans are lazy, since the latter would be downloaded.
 */
class SpringAiOrderTests {

	private static final String[] WITHOUT_TRANSFORMERS = TestApplication.hiding(TestApplication.LANGCHAIN4J,
			TestApplication.SPRING_AI_TRANSFORMERS);

	private static final String[] WITH_TRANSFORMERS = TestApplication.hiding(TestApplication.LANGCHAIN4J);

	@Test
	void withoutAChoiceSemblancesVectorStoreStepsBackBehindThatOfSpringAi() {
		try (ConfigurableApplicationContext context = start(WITHOUT_TRANSFORMERS)) {
			assertOnly(context, VectorStore.class, PgVectorStore.class);
		}
	}

	@Test
	void theVectorStoreOfSpringAiTakesSemblancesBatchingStrategy() {
		try (ConfigurableApplicationContext context = start(WITHOUT_TRANSFORMERS)) {
			assertOnly(context, BatchingStrategy.class, SemblanceBatchingStrategy.class);
		}
	}

	@Test
	void theVectorStoreOfSpringAiTakesSemblancesEmbeddingModel() {
		try (ConfigurableApplicationContext context = start(WITHOUT_TRANSFORMERS)) {
			assertOnly(context, EmbeddingModel.class, SemblanceEmbeddingModel.class);
			assertThat(context.getBean(VectorStore.class)).isNotNull();
		}
	}

	@Test
	void semblancesVectorStoreCanBeChosen() {
		try (ConfigurableApplicationContext context = start(WITHOUT_TRANSFORMERS,
				"--spring.ai.vectorstore.type=semblance")) {
			assertOnly(context, VectorStore.class, SemblanceVectorStore.class);
			assertThat(context.getBean(VectorStore.class)).isNotNull();
		}
	}

	@Test
	void semblancesEmbeddingModelCanBeChosen() {
		try (ConfigurableApplicationContext context = start(WITH_TRANSFORMERS,
				"--spring.ai.model.embedding=semblance")) {
			assertOnly(context, EmbeddingModel.class, SemblanceEmbeddingModel.class);
			assertThat(context.getBean(VectorStore.class)).isInstanceOf(PgVectorStore.class);
		}
	}

	@Test
	void theEmbeddingModelOfSpringAiCanBeChosen() {
		try (ConfigurableApplicationContext context = start(WITH_TRANSFORMERS,
				"--spring.ai.model.embedding=transformers", "--spring.ai.vectorstore.type=semblance")) {
			assertOnly(context, EmbeddingModel.class, TransformersEmbeddingModel.class);
			assertThat(context.getBeanNamesForType(VectorStore.class)).isEmpty();
		}
	}

	@Test
	void withoutAChoiceOfEmbeddingModelSemblancesVectorStoreTakesItsOwn() {
		try (ConfigurableApplicationContext context = start(WITH_TRANSFORMERS,
				"--spring.ai.vectorstore.type=semblance")) {
			assertThat(context.getBeanNamesForType(EmbeddingModel.class)).hasSize(2);
			assertThat(context.getBean(VectorStore.class)).isInstanceOf(SemblanceVectorStore.class);
		}
	}

	private static void assertOnly(ConfigurableApplicationContext context, Class<?> type, Class<?> made) {
		assertThat(Arrays.stream(context.getBeanNamesForType(type)).map(context::getType)).singleElement()
			.isEqualTo(made);
	}

	private static ConfigurableApplicationContext start(String[] hidden, String... choices) {
		return TestApplication.start(hidden,
				Stream
					.concat(Stream.of("--spring.config.location=classpath:lucene.yaml",
							"--spring.main.lazy-initialization=true",
							"--spring.datasource.url=" + PgVectorServer.url()), Arrays.stream(choices))
					.toArray(String[]::new));
	}

}
