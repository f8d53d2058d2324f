package dev.semblance.store.pgvector;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.reembedding.SpaceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReembeddingSparseTests {

	private final TestStore server = new TestStore();

	private final SeededSparseEncoder before = new SeededSparseEncoder("before", 1000, 5);

	private final SeededSparseEncoder after = new SeededSparseEncoder("after", 2000, 6);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void sparseVectorsAreReplacedAndDenseOnesStay() {
		SeededEncoder dense = new SeededEncoder("dense", 4);
		try (PgVectorStore store = this.server.builder().space(dense.model()).sparseSpace(this.before.model()).open()) {
			for (String id : List.of("a", "b", "c")) {
				store.upsert(List.of(new EmbeddedDocument(dense.document(id, id).document(), dense.vector(id),
						this.before.vector(id))));
			}
		}
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			fill(reembedding);
			assertThat(reembedding.compare(List.of("a", "b"), this.before, 1).sameFirst()).isEqualTo(1);
			assertThat(reembedding.compare(10, 2, 1).queries()).isEqualTo(3);
			reembedding.switchOver();
		}
		try (PgVectorStore store = this.server.builder().space(dense.model()).sparseSpace(this.after.model()).open()) {
			assertThat(Searches.ids(store.search(Searches.sparse(this.after.vector("b"), 1)))).containsExactly("b");
			assertThat(Searches.ids(store.search(Searches.dense(dense.vector("c"), 1, true)))).containsExactly("c");
		}
		assertThat(this.server.builder().spaces().rollBack(SpaceKind.SPARSE)).startsWith("sparse_");
	}

	@Test
	void aCollectionWithoutSparseVectorsGetsThem() {
		SeededEncoder dense = new SeededEncoder("dense", 4);
		try (PgVectorStore store = this.server.builder().space(dense.model()).open()) {
			store.upsert(dense.documents(3));
		}
		try (Reembedding reembedding = this.server.builder().reembed(this.after)) {
			fill(reembedding);
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> reembedding.compare(3, 3, 1))
				.withMessageContaining("serves no sparse vectors");
			reembedding.switchOver();
		}
		try (PgVectorStore store = this.server.builder().space(dense.model()).sparseSpace(this.after.model()).open()) {
			assertThat(Searches.ids(store.search(Searches.sparse(this.after.vector("word 1"), 1))))
				.containsExactly("d1");
		}
		assertThat(this.server.builder().spaces().list()).extracting(CollectionSpace::kind)
			.containsExactly(SpaceKind.DENSE, SpaceKind.SPARSE);
	}

	@Test
	void theStrongestDimensionsAreKeptAndWhatIsCutIsCounted() {
		try (PgVectorStore store = this.server.builder().sparseSpace(this.before.model()).open()) {
			store.upsert(List.of(this.before.document("a", "a")));
		}
		SeededSparseEncoder many = new SeededSparseEncoder("many", 5000, 1500);
		try (Reembedding reembedding = this.server.builder().reembed(many)) {
			fill(reembedding);
			assertThat(reembedding.cutSparseVectors()).isOne();
		}
	}

	@Test
	void theServedModelIsRefused() {
		this.server.builder().sparseSpace(this.before.model()).open().close();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.server.builder().reembed(this.before))
			.withMessageContaining("serves vectors of before (sparse, 1000 dimensions");
	}

	private static void fill(Reembedding reembedding) {
		reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
		});
	}

}
