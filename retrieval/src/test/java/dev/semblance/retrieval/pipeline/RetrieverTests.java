package dev.semblance.retrieval.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.LegQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetrieverTests {

	private static final RetrieverSettings DENSE = RetrieverSettings.of(Set.of(Leg.DENSE));

	private static final RetrieverSettings LEXICAL = RetrieverSettings.of(Set.of(Leg.LEXICAL));

	private static final RetrieverSettings BOTH = RetrieverSettings.of(EnumSet.of(Leg.DENSE, Leg.LEXICAL));

	private final LetterCountEncoder encoder = new LetterCountEncoder("letters");

	private final MapStore store = new MapStore(EmbeddingSpace.of(this.encoder.model()));

	@BeforeEach
	void fillStore() {
		new Ingestor(LegEncoders.of(this.encoder), this.store)
			.ingest(List.of(new Document("cat", "a cat", Map.of("legs", 4)),
					new Document("act", "tac act", Map.of("legs", 0)), new Document("dog", "dog", Map.of("legs", 4)))
				.iterator(), (report) -> {
				});
		this.encoder.calls().clear();
	}

	@Test
	void theQueryIsEncodedAsAQuery() {
		new Retriever(this.store, LegEncoders.of(this.encoder), DENSE).retrieve("cat", 3);
		assertThat(this.encoder.calls()).containsExactly(new LetterCountEncoder.Call(List.of("cat"), TextRole.QUERY));
	}

	@Test
	void theDenseLegFindsTheNearestVectors() {
		assertThat(ids(new Retriever(this.store, LegEncoders.of(this.encoder), DENSE).retrieve("catcat", 3)))
			.containsExactly("act", "cat", "dog");
	}

	@Test
	void theLexicalLegNeedsNoEncoder() {
		assertThat(ids(new Retriever(this.store, LegEncoders.NONE, LEXICAL).retrieve("cat", 1))).containsExactly("cat");
	}

	@Test
	void theLexicalLegAloneEncodesNothing() {
		new Retriever(this.store, LegEncoders.of(this.encoder), LEXICAL).retrieve("cat", 1);
		assertThat(this.encoder.calls()).isEmpty();
	}

	@Test
	void everyLegBringsItsWindowIntoFusion() {
		new Retriever(this.store, LegEncoders.of(this.encoder), BOTH.withWindow(50)).retrieve("cat", 2);
		assertThat(this.store.requests()).singleElement().satisfies((request) -> {
			assertThat(request.window()).isEqualTo(50);
			assertThat(request.limit()).isEqualTo(2);
			assertThat(request.legs()).extracting(LegQuery::leg).containsExactly(Leg.DENSE, Leg.LEXICAL);
		});
	}

	@Test
	void aWindowSmallerThanTheLimitGrowsToIt() {
		new Retriever(this.store, LegEncoders.of(this.encoder), BOTH.withWindow(1)).retrieve("cat", 3);
		assertThat(this.store.requests()).singleElement()
			.satisfies((request) -> assertThat(request.window()).isEqualTo(3));
	}

	@Test
	void weightsFusionAndExactnessReachTheStore() {
		RetrieverSettings settings = new RetrieverSettings(Map.of(Leg.DENSE, 0.25, Leg.LEXICAL, 2.0),
				new Fusion.Convex(), 10, true);
		new Retriever(this.store, LegEncoders.of(this.encoder), settings).retrieve("cat", 3);
		assertThat(this.store.requests()).singleElement().satisfies((request) -> {
			assertThat(request.fusion()).isEqualTo(new Fusion.Convex());
			assertThat(request.legs()).extracting(LegQuery::weight).containsExactly(0.25, 2.0);
			assertThat(request.legs().get(0)).isInstanceOfSatisfying(LegQuery.DenseQuery.class,
					(dense) -> assertThat(dense.exact()).isTrue());
		});
	}

	@Test
	void onlyDocumentsThatMeetTheFilterAreFound() {
		MetadataFilter filter = MetadataFilter.equal("legs", 4);
		assertThat(ids(new Retriever(this.store, LegEncoders.of(this.encoder), BOTH).retrieve("act", 3, filter)))
			.containsExactlyInAnyOrder("cat", "dog");
	}

	@Test
	void theDenseLegWithoutAnEncoderIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new Retriever(this.store, LegEncoders.NONE, DENSE))
			.withMessageContaining("without an encoder");
	}

	@Test
	void anotherModelThanTheOneThatFilledTheStoreIsRefusedWithBothNames() {
		LetterCountEncoder other = new LetterCountEncoder("other-letters");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new Retriever(this.store, LegEncoders.of(other), DENSE))
			.withMessageContaining("of letters (26 dimensions, cosine)")
			.withMessageContaining("of other-letters");
	}

	@Test
	void theDenseLegOfAStoreWithoutVectorsIsRefused() {
		MapStore words = new MapStore(null);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new Retriever(words, LegEncoders.of(this.encoder), DENSE));
	}

	@Test
	void aBlankQueryIsRefusedWithASentence() {
		Retriever retriever = new Retriever(this.store, LegEncoders.of(this.encoder), BOTH);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> retriever.retrieve(" \t\n", 3))
			.withMessage("The query is empty. Ask something.");
	}

	@Test
	void aLimitOutOfRangeIsRefused() {
		Retriever retriever = new Retriever(this.store, LegEncoders.of(this.encoder), BOTH);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> retriever.retrieve("cat", 0))
			.withMessageContaining("0 candidates");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> retriever.retrieve("cat", 10_001))
			.withMessageContaining("10001 candidates");
	}

	@Test
	void settingsWithoutLegsAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RetrieverSettings.of(Set.of()))
			.withMessageContaining("no legs");
	}

	@Test
	void aNegativeWeightIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new RetrieverSettings(Map.of(Leg.DENSE, -1.0), new Fusion.Convex(), 10, false))
			.withMessageContaining("dense leg is -1.0");
	}

	private static List<String> ids(List<Candidate> candidates) {
		return candidates.stream().map((candidate) -> candidate.document().id()).toList();
	}

}
