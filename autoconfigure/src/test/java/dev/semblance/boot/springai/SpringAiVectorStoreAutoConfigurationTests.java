package dev.semblance.boot.springai;

import java.util.List;

import dev.semblance.boot.StubEncoder;
import dev.semblance.boot.StubStore;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.springai.SemblanceBatchingStrategy;
import dev.semblance.springai.SemblanceEmbeddingModel;
import dev.semblance.springai.SemblanceVectorStore;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.VectorStore;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringAiVectorStoreAutoConfiguration}.
 */
class SpringAiVectorStoreAutoConfigurationTests {

	private final ApplicationContextRunner withoutBeans = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SpringAiEmbeddingModelAutoConfiguration.class,
				SpringAiVectorStoreAutoConfiguration.class));

	private final ApplicationContextRunner withStore = this.withoutBeans.withBean(StubEncoder.class)
		.withBean(StubStore.class);

	@Test
	void encoderAndStoreGiveAVectorStore() {
		this.withStore.run((context) -> assertThat(context.getBean(SemblanceVectorStore.class).getNativeClient())
			.contains(context.getBean(StubStore.class)));
	}

	@Test
	void withoutAStoreThereIsNone() {
		this.withoutBeans.withBean(StubEncoder.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
	}

	@Test
	void withoutAnEncoderThereIsNone() {
		this.withoutBeans.withBean(StubStore.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
	}

	@Test
	void withTwoStoresThereIsNone() {
		this.withStore.withBean("second", DocumentStore.class, StubStore::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
	}

	@Test
	void anotherChoiceOfEmbeddingModelKeepsItAway() {
		this.withStore.withPropertyValues("spring.ai.model.embedding=openai")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
	}

	@Test
	void theApplicationsOwnEmbeddingModelKeepsItAway() {
		this.withStore.withBean(OwnEmbeddingModel.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
	}

	@Test
	void theApplicationsOwnStoreIsUsed() {
		this.withStore
			.withBean("own", VectorStore.class,
					() -> SemblanceVectorStore.builder(new StubStore(), new SemblanceEmbeddingModel(new StubEncoder()))
						.build())
			.run((context) -> assertThat(context).hasSingleBean(VectorStore.class)
				.doesNotHaveBean("springAiVectorStore"));
	}

	@Test
	void anotherChoiceOfStoreIsRespected() {
		this.withStore.withPropertyValues("spring.ai.vectorstore.type=pgvector")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
	}

	@Test
	void semblanceCanBeChosenByName() {
		this.withStore.withPropertyValues("spring.ai.vectorstore.type=semblance")
			.run((context) -> assertThat(context).hasSingleBean(SemblanceVectorStore.class));
	}

	@Test
	void withoutVectorStoresTheApplicationStartsWithoutIt() {
		this.withStore.withClassLoader(new FilteredClassLoader("org.springframework.ai.vectorstore"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SemblanceBatchingStrategy.class)
				.doesNotHaveBean("springAiVectorStore"));
	}

	@Test
	void theRegistryOfTheApplicationObservesTheStore() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.withStore.withBean(ObservationRegistry.class, () -> observations).run((context) -> {
			context.getBean(VectorStore.class).add(List.of(new Document("text")));
			TestObservationRegistryAssert.assertThat(observations)
				.hasObservationWithNameEqualTo("db.vector.client.operation");
		});
	}

}
