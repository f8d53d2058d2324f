package dev.semblance.langchain4j;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.lucene.LuceneStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SemblanceEmbeddingStoreTests {

	private static final EmbeddingSpace PLANE = new EmbeddingSpace("plane", 2, SimilarityFunction.COSINE);

	private final LuceneStore documents = LuceneStore.builder().space(PLANE).open();

	private final EmbeddingStore<TextSegment> store = new SemblanceEmbeddingStore(this.documents);

	@AfterEach
	void close() {
		this.documents.close();
	}

	@Test
	void scoresAreCosinesMovedToTheRangeFromZeroToOne() {
		this.store.addAll(List.of("same", "across", "opposite"), List.of(at(3, 0), at(0, 1), at(-2, 0)), null);
		List<EmbeddingMatch<TextSegment>> matches = search(at(1, 0), 3, 0);
		assertThat(matches).extracting(EmbeddingMatch::embeddingId).containsExactly("same", "across", "opposite");
		assertThat(matches.get(0).score()).isCloseTo(1, within(1e-6));
		assertThat(matches.get(1).score()).isCloseTo(0.5, within(1e-6));
		assertThat(matches.get(2).score()).isCloseTo(0, within(1e-6));
	}

	@Test
	void scoresNeverLeaveThatRange() {
		List<Embedding> circle = IntStream.range(0, 200)
			.mapToObj((i) -> at((float) Math.cos(i), (float) Math.sin(i)))
			.toList();
		this.store.addAll(circle);
		for (Embedding query : circle) {
			assertThat(search(query, 200, 0)).allSatisfy((match) -> assertThat(match.score()).isBetween(0.0, 1.0));
		}
	}

	@Test
	void theMinimumScoreLeavesOutWhatIsBelow() {
		this.store.addAll(List.of("same", "across"), List.of(at(1, 0), at(0, 1)), null);
		assertThat(search(at(1, 0), 3, 0.6)).extracting(EmbeddingMatch::embeddingId).containsExactly("same");
	}

	@Test
	void aMatchHasItsSegmentAndNoEmbedding() {
		TextSegment segment = TextSegment.from("fox", new Metadata().put("legs", 4L).put("name", "Reynard"));
		String id = this.store.add(at(1, 0), segment);
		EmbeddingMatch<TextSegment> match = search(at(1, 0), 1, 0).get(0);
		assertThat(match.embeddingId()).isEqualTo(id);
		assertThat(match.embedded()).isEqualTo(segment);
		assertThat(match.embedding()).isNull();
	}

	@Test
	@SuppressWarnings("NullAway")
	void segmentsCanBeMissing() {
		this.store.add(at(1, 0), null);
		this.store.addAll(List.of("a", "b"), List.of(at(1, 0), at(1, 0)), Arrays.asList(null, TextSegment.from("b")));
		assertThat(search(at(1, 0), 3, 0)).extracting(EmbeddingMatch::embedded)
			.containsExactlyInAnyOrder(null, null, TextSegment.from("b"));
	}

	@Test
	void whatIsAddedIsFoundByTheLexicalLeg() {
		this.store.add(at(1, 0), TextSegment.from("the quick fox"));
		LegQuery words = new LegQuery.LexicalQuery("fox", 1);
		assertThat(this.documents.search(new SearchRequest(List.of(words), Fusion.named("rrf"), 1, 1, null)))
			.extracting(Candidate::document)
			.extracting(Document::text)
			.containsExactly("the quick fox");
	}

	@Test
	void theLastOfSeveralEmbeddingsWithOneIdWins() {
		this.store.addAll(List.of("a", "a"), List.of(at(1, 0), at(1, 0)),
				List.of(TextSegment.from("old"), TextSegment.from("new")));
		assertThat(search(at(1, 0), 3, 0)).extracting(EmbeddingMatch::embedded)
			.containsExactly(TextSegment.from("new"));
	}

	@Test
	void addingNothingDoesNothing() {
		this.store.addAll(List.of(), List.of(), List.of());
		assertThat(this.store.addAll(List.of())).isEmpty();
		assertThat(this.documents.count()).isZero();
	}

	@Test
	void listsOfDifferentSizesAreRefusedBeforeAnythingIsWritten() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.addAll(List.of("a"), List.of(), null))
			.withMessage("ids size (1) is not equal to embeddings size (0)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.addAll(List.of("a"), List.of(at(1, 0)), List.of()))
			.withMessage("embeddings size (1) is not equal to embedded size (0)");
		assertThat(this.documents.count()).isZero();
	}

	@Test
	void aVectorOfTheWrongLengthIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.store.add(Embedding.from(new float[3])));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> search(Embedding.from(new float[1]), 1, 0));
	}

	@Test
	void numbersThatAreNotFiniteAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.store.add(at(Float.NaN, 0)));
		TextSegment segment = TextSegment.from("fox", new Metadata().put("weight", Double.POSITIVE_INFINITY));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.store.add(at(1, 0), segment))
			.withMessageContaining("'weight'");
		assertThat(this.documents.count()).isZero();
	}

	@Test
	void aBlankIdIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.add(" ", at(1, 0)))
			.withMessage("id cannot be null or blank");
	}

	@Test
	void moreResultsThanTheStoreGivesAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search(at(1, 0), 10_001, 0))
			.withMessage("The search asks for 10001 candidates. Ask for 1 to 10000.");
	}

	@Test
	void aStoreWithoutDenseLegIsRefused() {
		try (DocumentStore words = LuceneStore.builder().open()) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new SemblanceEmbeddingStore(words))
				.withMessageStartingWith("The store keeps no dense vectors");
		}
	}

	@ParameterizedTest
	@EnumSource(value = SimilarityFunction.class, names = { "DOT", "EUCLIDEAN" })
	void aSimilarityWithoutScoreFromZeroToOneIsRefused(SimilarityFunction similarity) {
		try (LuceneStore other = LuceneStore.builder().space(new EmbeddingSpace("plane", 2, similarity)).open()) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new SemblanceEmbeddingStore(other))
				.withMessageStartingWith("LangChain4j's scores are cosines, but the store holds vectors of plane "
						+ "(2 dimensions, %s). Search it by a SemblanceContentRetriever"
							.formatted(similarity.modelName()));
		}
	}

	@Test
	void sparseVectorsAreMadeOfSegments() {
		InitialsEncoder initials = new InitialsEncoder();
		try (LuceneStore both = LuceneStore.builder()
			.space(PLANE)
			.sparseSpace(SparseSpace.of(initials.model()))
			.open()) {
			EmbeddingStore<TextSegment> embeddings = new SemblanceEmbeddingStore(both, initials);
			embeddings.addAll(List.of("1", "2"), List.of(at(1, 0), at(1, 0)),
					List.of(TextSegment.from("fox"), TextSegment.from("fox hen")));
			embeddings.add(at(1, 0));
			SparseVector query = initials.encodeQuery("hen");
			assertThat(both.search(
					new SearchRequest(List.of(new LegQuery.SparseQuery(query, 1)), Fusion.named("rrf"), 3, 3, null)))
				.extracting((candidate) -> candidate.document().id())
				.containsExactly("2");
			assertThat(both.count()).isEqualTo(3);
		}
	}

	@Test
	void aStoreThatNeedsSparseVectorsTakesNoneWithoutAnEncoder() {
		InitialsEncoder initials = new InitialsEncoder();
		try (LuceneStore both = LuceneStore.builder()
			.space(PLANE)
			.sparseSpace(SparseSpace.of(initials.model()))
			.open()) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> new SemblanceEmbeddingStore(both).add(at(1, 0)))
				.withMessageContaining("sparse");
		}
	}

	@Test
	void aSparseEncoderOfAnotherModelThanTheStoresIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new SemblanceEmbeddingStore(this.documents, new InitialsEncoder()))
			.withMessageStartingWith("The store keeps no sparse vectors");
	}

	@Test
	void documentsOfOtherWritersAreFound() {
		this.documents.upsert(
				List.of(new EmbeddedDocument(new Document("a", "text", Map.of("open", true)), new float[] { 1, 0 })));
		assertThat(search(at(1, 0), 1, 0)).extracting(EmbeddingMatch::embedded)
			.containsExactly(TextSegment.from("text", new Metadata().put("open", "true")));
	}

	private List<EmbeddingMatch<TextSegment>> search(Embedding query, int maxResults, double minScore) {
		return this.store
			.search(EmbeddingSearchRequest.builder()
				.queryEmbedding(query)
				.maxResults(maxResults)
				.minScore(minScore)
				.build())
			.matches();
	}

	private static Embedding at(float x, float y) {
		return Embedding.from(new float[] { x, y });
	}

}
