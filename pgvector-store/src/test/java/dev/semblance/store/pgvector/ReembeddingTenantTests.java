package dev.semblance.store.pgvector;

import java.util.List;

import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.reembedding.CollectionSpace;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReembeddingTenantTests {

	private static final String LARGE = "the 'large' one";

	private final TestStore server = new TestStore();

	private final SeededEncoder before = new SeededEncoder("before", 8);

	private final SeededEncoder after = new SeededEncoder("after", 16);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void theDocumentsOfAllTenantsAreFilledAndStayApart() {
		for (String tenant : List.of("one", "two", "")) {
			write(this.server.builder().tenant(tenant), tenant);
		}
		try (Reembedding reembedding = this.server.builder().tenant("one").reembed(this.after)) {
			assertThat(fill(reembedding)).isEqualTo(9);
			assertThat(reembedding.compare(9, 2, 1).meanOverlap()).isEqualTo(1);
			reembedding.switchOver();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
		requireOwn("one");
		requireOwn("two");
	}

	@Test
	void aTenantsPartitionIsThereInTheNewSpaceToo() {
		write(builder(LARGE).ownPartition(true), LARGE);
		write(builder("small"), "small");
		try (Reembedding reembedding = builder("").indexFrom(2).reembed(this.after)) {
			fill(reembedding);
			assertThat(partitions(reembedding.space())).isEqualTo(2);
			assertThat(reembedding.buildIndexes((progress) -> {
			})).isEqualTo(2);
			reembedding.switchOver();
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
			CollectionSpace space = this.server.builder().spaces().list().get(0);
			assertThat(space.id()).isEqualTo(reembedding.space());
			assertThat(space.vectors()).isEqualTo(6);
			assertThat(space.lacking()).isZero();
			assertThat(space.indexed()).isTrue();
			assertThat(space.bytes()).isPositive();
		}
		requireOwn(LARGE);
		requireOwn("small");
		try (PgVectorStore opened = builder(LARGE).indexFrom(2).space(this.after.model()).open()) {
			assertThat(opened.indexStates()).singleElement().matches(IndexState::built);
		}
	}

	@Test
	void aPartitionThatWasMadeSinceIsMadeInTheNewSpaceWhenItIsGoneOnWith() {
		write(builder(LARGE), LARGE);
		try (Reembedding reembedding = builder("").reembed(this.after)) {
			fill(reembedding);
			assertThat(partitions(reembedding.space())).isOne();
		}
		builder(LARGE).space(this.before.model()).ownPartition(true).open().close();
		try (Reembedding reembedding = builder("").reembed(this.after)) {
			assertThat(partitions(reembedding.space())).isEqualTo(2);
			SpaceVectors.requireComplete(this.server, reembedding.space(), this.after);
		}
	}

	@Test
	void aDroppedSpaceTakesItsPartitionsAlong() {
		write(builder(LARGE).ownPartition(true), LARGE);
		String tables = "SELECT count(*) FROM pg_tables WHERE schemaname = '%s'".formatted(this.server.schema());
		String before = Sql.value(this.server.pool(), tables);
		try (Reembedding reembedding = builder("").reembed(this.after)) {
			fill(reembedding);
			assertThat(Sql.value(this.server.pool(), tables)).isNotEqualTo(before);
			this.server.builder().spaces().drop(reembedding.space());
		}
		assertThat(Sql.value(this.server.pool(), tables)).isEqualTo(before);
	}

	private PgVectorStoreBuilder builder(String tenant) {
		return this.server.builder().partitionByTenant(true).tenant(tenant);
	}

	private void write(PgVectorStoreBuilder builder, String tenant) {
		try (PgVectorStore store = builder.space(this.before.model()).open()) {
			store.upsert(List.of(this.before.document("a", tenant + " a"), this.before.document("b", tenant + " b"),
					this.before.document("c", tenant + " c")));
		}
	}

	private void requireOwn(String tenant) {
		try (PgVectorStore store = this.server.builder().tenant(tenant).space(this.after.model()).open()) {
			assertThat(store.search(Searches.dense(this.after.vector(tenant + " b"), 10, false))).hasSize(3)
				.allMatch((candidate) -> candidate.document().text().startsWith(tenant))
				.first()
				.matches((candidate) -> candidate.document().id().equals("b"));
		}
	}

	private int partitions(String space) {
		return Integer.parseInt(
				Sql.value(this.server.pool(), "SELECT count(*) FROM pg_inherits WHERE inhparent = '%s.%s'::regclass"
					.formatted(this.server.schema(), space)));
	}

	private static long fill(Reembedding reembedding) {
		return reembedding.fill(FillSettings.UNTHROTTLED, (progress) -> {
		}).written();
	}

}
