package dev.semblance.springai;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.semblance.encoders.EncodingException;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.SparseLetterCountEncoder;
import dev.semblance.springai.rerank.RerankRequest;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.vectorstore.SearchRequest;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What observers are told of models and of the vector store.
 */
class ObservationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@ParameterizedTest
	@MethodSource("embeddings")
	void everyWayToEmbedIsObservedOnceWithModelAndTokens(Consumer<EmbeddingModel> embedding) {
		embedding.accept(new SemblanceEmbeddingModel(new RecordingEncoder(Map.of(), null), this.registry, null));
		TestObservationRegistryAssert.assertThat(this.registry).hasNumberOfObservationsEqualTo(1);
		observed("gen_ai.client.operation").hasContextualNameEqualTo("embedding recorder")
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "embedding")
			.hasLowCardinalityKeyValue("gen_ai.system", "onnx")
			.hasLowCardinalityKeyValue("gen_ai.request.model", "recorder")
			.hasLowCardinalityKeyValue("gen_ai.response.model", "recorder")
			.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "3")
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "3")
			.hasBeenStopped();
	}

	static List<Consumer<EmbeddingModel>> embeddings() {
		return List.of((model) -> model.embed("fox"), (model) -> model.embed(List.of("fox")),
				(model) -> model.embed(new Document("fox")),
				(model) -> model.embed(List.of(new Document("fox")), null, List::of),
				(model) -> model.embedForResponse(List.of("fox")));
	}

	@Test
	void theDimensionsThatAreAskedForAreTold() {
		new SemblanceEmbeddingModel(new RecordingEncoder(Map.of(), null), this.registry, null)
			.call(new EmbeddingRequest(List.of("fox"), EmbeddingOptions.builder().dimensions(1).build()));
		observed("gen_ai.client.operation").hasHighCardinalityKeyValue("gen_ai.request.embedding.dimensions", "1");
	}

	@Test
	void aConventionOfOnesOwnNamesEmbeddings() {
		new SemblanceEmbeddingModel(new RecordingEncoder(Map.of(), null), this.registry,
				new DefaultEmbeddingModelObservationConvention() {

					@Override
					public String getContextualName(EmbeddingModelObservationContext context) {
						return "my embedding";
					}

				})
			.embed("fox");
		observed("gen_ai.client.operation").hasContextualNameEqualTo("my embedding");
	}

	@Test
	void aFailureIsObservedAsSuch() {
		SemblanceEmbeddingModel model = new SemblanceEmbeddingModel(new LetterCountEncoder("letters"), this.registry,
				null);
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> model.embed(LetterCountEncoder.POISON));
		observed("gen_ai.client.operation").hasError().hasLowCardinalityKeyValue("gen_ai.response.model", "none");
	}

	@Test
	void rerankingIsObservedLikeAModelOfSpringAi() {
		new SemblanceRerankModel(new StubReranker(String::length), this.registry)
			.call(new RerankRequest("query", List.of(new Document("a"), new Document("b")), null));
		observed("gen_ai.client.operation").hasContextualNameEqualTo("rerank stub")
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "rerank")
			.hasLowCardinalityKeyValue("gen_ai.system", "onnx")
			.hasLowCardinalityKeyValue("gen_ai.request.model", "stub")
			.hasLowCardinalityKeyValue("gen_ai.response.model", "stub")
			.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "20")
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "20")
			.hasBeenStopped();
	}

	@Test
	void aRerankerThatFailsIsObservedAsSuch() {
		SemblanceRerankModel model = new SemblanceRerankModel(new StubReranker((text) -> Double.NaN), this.registry);
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> model.rerank("query", List.of(new Document("a"))));
		observed("gen_ai.client.operation").hasError()
			.hasLowCardinalityKeyValue("gen_ai.response.model", "none")
			.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.usage.input_tokens");
	}

	@Test
	void sparseEmbeddingIsObservedLikeAModelOfSpringAi() {
		new SemblanceSparseEmbeddingModel(new SparseLetterCountEncoder("letters"), this.registry).embed("fox");
		observed("gen_ai.client.operation").hasContextualNameEqualTo("sparse_embedding letters")
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "sparse_embedding")
			.hasLowCardinalityKeyValue("gen_ai.response.model", "letters")
			.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "1");
	}

	@Test
	void theVectorStoreIsObservedWithItsSpace() {
		LetterCountEncoder encoder = new LetterCountEncoder("letters");
		SemblanceVectorStore vectorStore = SemblanceVectorStore
			.builder(new MapStore(EmbeddingSpace.of(encoder.model())), new SemblanceEmbeddingModel(encoder))
			.observationRegistry(this.registry)
			.build();
		vectorStore
			.similaritySearch(SearchRequest.builder().query("fox").topK(3).filterExpression("year == 2020").build());
		observed("db.vector.client.operation").hasContextualNameEqualTo("semblance query")
			.hasLowCardinalityKeyValue("db.system", "semblance")
			.hasLowCardinalityKeyValue("db.operation.name", "query")
			.hasHighCardinalityKeyValue("db.vector.dimension_count", "26")
			.hasHighCardinalityKeyValue("db.search.similarity_metric", "cosine")
			.hasHighCardinalityKeyValue("db.vector.query.top_k", "3")
			.hasBeenStopped();
	}

	private TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert observed(
			String name) {
		return TestObservationRegistryAssert.assertThat(this.registry).hasObservationWithNameEqualTo(name).that();
	}

}
