package dev.semblance.retrieval.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;
import dev.semblance.retrieval.LetterCountEncoder;
import dev.semblance.retrieval.MapStore;
import dev.semblance.retrieval.SparseLetterCountEncoder;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.LegQuery;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SparseLegTests {

	private static final RetrieverSettings SPARSE = RetrieverSettings.of(Set.of(Leg.SPARSE));

	private static final RetrieverSettings ALL = RetrieverSettings.of(EnumSet.allOf(Leg.class));

	private final LetterCountEncoder dense = new LetterCountEncoder("letters");

	private final SparseLetterCountEncoder sparse = new SparseLetterCountEncoder("sparse-letters");

	private final MapStore store = new MapStore(EmbeddingSpace.of(this.dense.model()),
			SparseSpace.of(this.sparse.model()));

	private final LegEncoders encoders = LegEncoders.of(this.dense, this.sparse);

	@Test
	void documentsAreEncodedByBothEncodersAsDocuments() {
		IngestReport report = fill();
		assertThat(this.dense.calls()).extracting(LetterCountEncoder.Call::role).containsExactly(TextRole.DOCUMENT);
		assertThat(this.sparse.calls()).extracting(LetterCountEncoder.Call::role).containsExactly(TextRole.DOCUMENT);
		assertThat(this.store.vector("aab")).startsWith(2, 1, 0);
		assertThat(this.store.sparseVector("aab")).satisfies((vector) -> {
			assertThat(vector.indices()).containsExactly(0, 1);
			assertThat(vector.values()).containsExactly(2, 1);
		});
		assertThat(report.usage()).isEqualTo(new TokenUsage(6, 0));
	}

	@Test
	void theQueryIsEncodedAsAQueryByTheSparseEncoderOnly() {
		fill();
		new Retriever(this.store, LegEncoders.of(this.sparse), SPARSE).retrieve("a", 3);
		assertThat(this.sparse.calls()).last().isEqualTo(new LetterCountEncoder.Call(List.of("a"), TextRole.QUERY));
		assertThat(this.dense.calls()).hasSize(1);
	}

	@Test
	void theSparseLegRanksByTheInnerProduct() {
		fill();
		List<Candidate> candidates = new Retriever(this.store, LegEncoders.of(this.sparse), SPARSE).retrieve("ab", 2);
		assertThat(candidates).extracting((candidate) -> candidate.document().id()).containsExactly("aab", "b");
		assertThat(candidates.get(0).legs()).isEqualTo(Map.of(Leg.SPARSE, new LegRank(1, 3)));
	}

	@Test
	void threeLegsAreFused() {
		fill();
		List<Candidate> candidates = new Retriever(this.store, this.encoders, ALL).retrieve("aab", 3);
		assertThat(this.store.requests()).singleElement()
			.satisfies((request) -> assertThat(request.legs()).extracting(LegQuery::leg)
				.containsExactly(Leg.DENSE, Leg.SPARSE, Leg.LEXICAL));
		assertThat(candidates.get(0).document().id()).isEqualTo("aab");
		assertThat(candidates.get(0).legs()).containsOnlyKeys(Leg.DENSE, Leg.SPARSE, Leg.LEXICAL);
		assertThat(candidates.get(0).score()).isEqualTo(3.0 / 61);
	}

	@Test
	void theSparseLegWithoutAnEncoderIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new Retriever(this.store, LegEncoders.of(this.dense), SPARSE))
			.withMessageContaining("sparse leg is asked without an encoder");
	}

	@Test
	void anotherSparseModelThanTheOneThatFilledTheStoreIsRefusedWithBothNames() {
		LegEncoders others = LegEncoders.of(new SparseLetterCountEncoder("other-letters"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new Retriever(this.store, others, SPARSE))
			.withMessageContaining("of sparse-letters (26 dimensions, sparse)")
			.withMessageContaining("of other-letters");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Ingestor(others, this.store))
			.withMessageContaining("of other-letters");
	}

	@Test
	void aStoreWithoutSparseVectorsIsRefused() {
		MapStore words = new MapStore(null);
		LegEncoders sparseOnly = LegEncoders.of(this.sparse);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new Retriever(words, sparseOnly, SPARSE))
			.withMessageContaining("keeps no sparse vectors");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Ingestor(sparseOnly, words))
			.withMessageContaining("keeps no sparse vectors");
	}

	@Test
	void aLegIsFoundByItsLabel() {
		assertThat(Leg.labelled("sparse")).isEqualTo(Leg.SPARSE);
	}

	private IngestReport fill() {
		return new Ingestor(this.encoders, this.store).ingest(
				List.of(new Document("aab", "aab"), new Document("b", "b"), new Document("c", "c")).iterator(),
				(report) -> {
				});
	}

}
