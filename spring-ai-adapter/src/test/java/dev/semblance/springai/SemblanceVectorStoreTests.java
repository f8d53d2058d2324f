package dev.semblance.springai;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.LetterCountEncoder.Call;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.SparseLetterCountEncoder;
import dev.semblance.retrieval.SparseSpace;
import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SearchRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemblanceVectorStore}, apart from what the contract of vector stores
 * covers.
 */
class SemblanceVectorStoreTests {

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final SparseLetterCountEncoder sparseEncoder = new SparseLetterCountEncoder("sparse letters");

	private final EmbeddingModel model = new SemblanceEmbeddingModel(this.encoder);

	private final EmbeddingSpace space = EmbeddingSpace.of(this.encoder.model());

	@Test
	void documentsAreEmbeddedTogetherAndQueriesAsQueries() {
		SemblanceVectorStore vectorStore = SemblanceVectorStore.builder(new MapStore(this.space), this.model).build();
		vectorStore.add(List.of(new Document("a"), new Document("b")));
		vectorStore.similaritySearch("c");
		assertThat(this.encoder.calls()).containsExactly(new Call(List.of("a", "b"), TextRole.DOCUMENT),
				new Call(List.of("c"), TextRole.QUERY));
	}

	@Test
	void indexesAreBuiltAfterAddingUnlessSetOtherwise() {
		MapStore store = new MapStore(this.space);
		SemblanceVectorStore.builder(store, this.model).build().add(List.of(new Document("a")));
		assertThat(store.indexBuilds()).isEqualTo(1);
		SemblanceVectorStore.builder(store, this.model).buildIndexes(false).build().add(List.of(new Document("a")));
		assertThat(store.indexBuilds()).isEqualTo(1);
	}

	@Test
	void noDocumentsNeedNeitherModelNorStore() {
		MapStore store = new MapStore(this.space);
		SemblanceVectorStore.builder(store, this.model).build().add(List.of());
		assertThat(store.indexBuilds()).isZero();
		assertThat(this.encoder.calls()).isEmpty();
	}

	@Test
	void theNativeClientIsTheStore() {
		MapStore store = new MapStore(this.space);
		assertThat(SemblanceVectorStore.builder(store, this.model).build().<MapStore>getNativeClient())
			.containsSame(store);
	}

	@Test
	void aStoreThatKeepsSparseVectorsGetsThem() {
		MapStore store = new MapStore(this.space, SparseSpace.of(this.sparseEncoder.model()));
		SemblanceVectorStore.builder(store, this.model)
			.sparseEncoder(this.sparseEncoder)
			.build()
			.add(List.of(new Document("1", "abb", Map.of())));
		assertThat(store.sparseVector("1")).satisfies((vector) -> assertThat(vector).isNotNull());
		assertThat(this.sparseEncoder.calls()).containsExactly(new Call(List.of("abb"), TextRole.DOCUMENT));
	}

	@Test
	void withoutASparseEncoderNothingIsEmbeddedForSuchAStore() {
		MapStore store = new MapStore(this.space, SparseSpace.of(this.sparseEncoder.model()));
		SemblanceVectorStore vectorStore = SemblanceVectorStore.builder(store, this.model).build();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> vectorStore.add(List.of(new Document("a"))))
			.withMessageContaining("sparse letters");
		assertThat(this.encoder.calls()).isEmpty();
	}

	@Test
	void modelsThatDidNotFillTheStoreAreRefused() {
		MapStore store = new MapStore(new EmbeddingSpace("other", 26, SimilarityFunction.COSINE));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceVectorStore.builder(store, this.model).build())
			.withMessageContaining("other (26 dimensions, cosine)")
			.withMessageContaining("letters (26 dimensions, cosine)");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceVectorStore.builder(new MapStore(this.space), this.model)
				.sparseEncoder(this.sparseEncoder)
				.build())
			.withMessageContaining("no such vectors");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> SemblanceVectorStore.builder(new MapStore(null), this.model).build())
			.withMessageContaining("no dense vectors");
	}

	@Test
	void metadataThatTheStoreCannotKeepAreRefusedByNameBeforeAnythingIsEmbedded() {
		SemblanceVectorStore vectorStore = SemblanceVectorStore.builder(new MapStore(this.space), this.model).build();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
				() -> vectorStore.add(List.of(new Document("1", "a", Map.of("published", LocalDate.of(2026, 11, 26))))))
			.withMessageContaining("'published'")
			.withMessageContaining("'1'");
		assertThat(this.encoder.calls()).isEmpty();
	}

	@Test
	void moreThanAStoreFindsIsRefused() {
		SemblanceVectorStore vectorStore = SemblanceVectorStore.builder(new MapStore(this.space), this.model).build();
		SearchRequest request = SearchRequest.builder().query("a").topK(10_001).build();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> vectorStore.similaritySearch(request))
			.withMessageContaining("10001");
	}

	@Test
	void distancesAreNegatedScoresAndHaveNoThreshold() {
		RecordingEncoder recorder = new RecordingEncoder(Map.of(), null);
		MapStore store = new MapStore(new EmbeddingSpace("recorder", 2, SimilarityFunction.EUCLIDEAN));
		EmbeddingModel other = new StandIn(new SemblanceEmbeddingModel(recorder));
		SemblanceVectorStore vectorStore = SemblanceVectorStore.builder(store, other).build();
		vectorStore.add(List.of(new Document("near", "aa", Map.of()), new Document("far", "aaaa", Map.of())));
		SearchRequest.Builder request = SearchRequest.builder().query("a").topK(2);
		List<Document> found = vectorStore.similaritySearch(request.build());
		assertThat(found).extracting(Document::getId).containsExactly("near", "far");
		assertThat(found).extracting(Document::getScore).containsExactly(-1.0, -3.0);
		assertThat(found.get(1).getMetadata()).containsEntry(DocumentMetadata.DISTANCE.value(), 3.0);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> vectorStore.similaritySearch(request.similarityThreshold(0.5).build()))
			.withMessageContaining("0.5");
	}

}
