package dev.semblance.store.pgvector;

import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.reembedding.SpaceComparison;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class ReembeddingComparisonTests {

	private static final int DOCUMENTS = 100;

	private final TestStore server = new TestStore();

	private final SeededEncoder before = new SeededEncoder("before", 16);

	private final SeededEncoder after = new SeededEncoder("after", 16);

	@BeforeEach
	void write() {
		try (PgVectorStore store = this.server.builder().space(this.before.model()).open()) {
			store.upsert(this.before.documents(DOCUMENTS));
		}
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void spacesOfTheSameVectorsAgree() {
		try (Reembedding reembedding = filled(this.after)) {
			// The served vectors under the other model's name, in a space as long.
			Sql.execute(this.server.pool(), "TRUNCATE %1$s.%2$s; INSERT INTO %1$s.%2$s SELECT * FROM %1$s.%3$s"
				.formatted(this.server.schema(), reembedding.space(), served()));
			assertThat(reembedding.compare(50, 10, 1)).isEqualTo(new SpaceComparison(50, 10, 1, 1, 1));
		}
	}

	@Test
	void spacesThatHaveNothingToDoWithEachOtherAgreeByChance() {
		try (Reembedding reembedding = filled(this.after)) {
			SpaceComparison comparison = reembedding.compare(DOCUMENTS, 10, 1);
			assertThat(comparison.queries()).isEqualTo(DOCUMENTS);
			// Ten of the ninety-nine others.
			assertThat(comparison.meanOverlap()).isCloseTo(0.1, within(0.04));
			assertThat(comparison.smallestOverlap()).isZero();
			assertThat(comparison.sameFirst()).isLessThan(0.1);
		}
	}

	@Test
	void theSameSeedDrawsTheSameDocuments() {
		try (Reembedding reembedding = filled(this.after)) {
			assertThat(reembedding.compare(10, 10, 7)).isEqualTo(reembedding.compare(10, 10, 7));
			assertThat(IntStream.range(0, 10).mapToObj((seed) -> reembedding.compare(10, 10, seed)).distinct())
				.hasSizeGreaterThan(1);
		}
	}

	@Test
	void whoHasBothModelsComparesByQueries() {
		try (Reembedding reembedding = filled(this.after)) {
			SpaceComparison comparison = reembedding.compare(List.of("word 1", "word 2"), this.before, 1);
			assertThat(comparison).isEqualTo(new SpaceComparison(2, 1, 1, 1, 1));
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> reembedding.compare(List.of("word"), this.after, 1))
				.withMessageContaining("serves vectors of before");
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> reembedding.compare(List.of("word"), new SeededSparseEncoder("sparse", 10, 2), 1))
				.withMessageContaining("has dense vectors, the other encoder makes sparse ones");
		}
	}

	@Test
	void whatHasNoVectorsCannotBeCompared() {
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> reembedding.compare(10, 10, 1))
				.withMessageContaining("No document of collection 'default'");
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reembedding.compare(0, 10, 1))
				.withMessageContaining("by 0 queries");
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> reembedding.compare(10, 1001, 1))
				.withMessageContaining("the first 1001 documents");
		}
	}

	private Reembedding filled(SeededEncoder encoder) {
		Reembedding reembedding = this.server.builder().reembed(encoder);
		reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
		});
		return reembedding;
	}

	private String served() {
		return Sql.value(this.server.pool(), "SELECT dense_space FROM %s.collection".formatted(this.server.schema()));
	}

}
