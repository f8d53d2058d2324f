package dev.semblance.store.pgvector;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantTests {

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000 })
	void tenantsDoNotSeeEachOther(int exactBelow) {
		try (PgVectorStore first = open("first", exactBelow);
				PgVectorStore second = open("second", exactBelow);
				PgVectorStore nobody = open("", exactBelow)) {
			first.upsert(List.of(document("a", "first"), document("b", "first")));
			second.upsert(List.of(document("a", "second"), document("c", "second"), document("d", "second")));
			first.buildIndexes();
			for (MetadataFilter filter : new @Nullable MetadataFilter[] { null, MetadataFilter.and(),
					MetadataFilter.not(MetadataFilter.equal("owner", "nobody")) }) {
				requireOwn(first, "first", Set.of("a", "b"), filter);
				requireOwn(second, "second", Set.of("a", "c", "d"), filter);
				requireOwn(nobody, "", Set.of(), filter);
			}
			assertThat(first.find(List.of("a", "b", "c"))).extracting(Document::text)
				.containsExactly("word first", "word first");
			assertThat(first.unchanged(List.of(document("a", "second").document()))).isEmpty();
			assertThat(second.unchanged(List.of(document("a", "second").document()))).isEqualTo(Set.of("a"));
			assertThat(nobody.unchanged(List.of(document("a", "second").document()))).isEmpty();
			assertThat(first.count(MetadataFilter.equal("owner", "second"))).isZero();
			assertThat(first.delete(MetadataFilter.equal("owner", "second"))).isZero();
			assertThat(first.delete(List.of("a", "c"))).isOne();
			assertThat(nobody.delete(MetadataFilter.and())).isZero();
			assertThat(second.count()).isEqualTo(3);
			assertThat(first.count()).isOne();
		}
	}

	private static void requireOwn(PgVectorStore store, String owner, Set<String> ids,
			@Nullable MetadataFilter filter) {
		assertThat(store.count()).isEqualTo(ids.size());
		List<LegQuery> legs = List.of(new LegQuery.DenseQuery(new float[] { 1, 0 }, 1, false),
				new LegQuery.SparseQuery(Searches.sparseVector(10, 3, 1), 1),
				new LegQuery.LexicalQuery("word first second", 1));
		for (LegQuery leg : legs) {
			assertThat(Searches.ids(store.search(Searches.request(List.of(leg), 10, filter))))
				.containsExactlyInAnyOrderElementsOf(ids);
		}
		for (String fusion : List.of("rrf", "dbsf", "convex")) {
			assertThat(store.search(new SearchRequest(legs, Fusion.named(fusion), 10, 10, filter))).hasSameSizeAs(ids)
				.allMatch((candidate) -> owner.equals(candidate.document().metadata().get("owner")));
		}
	}

	@Test
	void theTenantsOfACollectionShareItsIndexes() {
		try (PgVectorStore first = open("first", 1); PgVectorStore second = open("second", 1)) {
			first.upsert(List.of(document("a", "first")));
			first.buildIndexes();
			second.buildIndexes();
			assertThat(Sql.column(this.server.pool(),
					"SELECT indexname FROM pg_indexes WHERE schemaname = '%s' AND ".formatted(this.server.schema())
							+ "indexdef LIKE '%USING hnsw%'"))
				.hasSize(2);
		}
	}

	private PgVectorStore open(String tenant, int exactBelow) {
		return this.server.builder()
			.tenant(tenant)
			.space(Searches.space(2, SimilarityFunction.COSINE))
			.sparseSpace(Searches.sparseSpace(10))
			.sparseIndex(SparseIndex.HNSW)
			.indexFrom(1)
			.exactBelow(exactBelow)
			.open();
	}

	private static EmbeddedDocument document(String id, String owner) {
		return new EmbeddedDocument(new Document(id, "word " + owner, Map.of("owner", owner)), new float[] { 1, 0 },
				Searches.sparseVector(10, 3, 1));
	}

}
