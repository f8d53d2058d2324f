package dev.semblance.store.pgvector;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.retrieval.store.Searches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class PgVectorStoreTests {

	private final TestStore server = new TestStore();

	private final PgVectorStore store = this.server.builder()
		.space(Searches.space(2, SimilarityFunction.COSINE))
		.sparseSpace(Searches.sparseSpace(10))
		.open();

	@AfterEach
	void close() {
		this.store.close();
		this.server.close();
	}

	@Test
	void whatIsWrittenIsReadAndFoundByEveryLeg() {
		Document first = new Document("1", "PostgreSQL stores vectors.", Map.of("year", 2024, "open", true, "x", 0.5));
		Document second = new Document("2", "Lucene stores words.", Map.of("year", 2025));
		this.store.upsert(List.of(embedded(first, 1, 0, 3), embedded(second, 0.8f, 0.6f, 4)));
		assertThat(this.store.count()).isEqualTo(2);
		assertThat(this.store.find(List.of("1", "2", "3"))).containsExactlyInAnyOrder(first, second);
		SparseVector wanted = Searches.sparseVector(10, 3, 2, 4, 1);
		for (String fusion : List.of("rrf", "dbsf", "convex")) {
			for (boolean exact : List.of(true, false)) {
				List<Candidate> found = this.store
					.search(new SearchRequest(List.of(new LegQuery.DenseQuery(new float[] { 1, 0 }, 1, exact),
							new LegQuery.SparseQuery(wanted, 1), new LegQuery.LexicalQuery("Does it keep vectors?", 1)),
							Fusion.named(fusion), 10, 100, null));
				assertThat(found).extracting(Candidate::document).containsExactly(first, second);
				assertThat(found.get(0).legs()).containsOnlyKeys(Leg.DENSE, Leg.SPARSE, Leg.LEXICAL);
				assertThat(found.get(1).legs()).containsOnlyKeys(Leg.DENSE, Leg.SPARSE);
				assertThat(found.get(1).legs()).extractingByKey(Leg.DENSE)
					.satisfies((rank) -> assertThat(rank.score()).isCloseTo(0.8, offset(1e-6)));
			}
		}
		assertThat(Searches
			.ids(this.store.search(Searches.dense(new float[] { 1, 0 }, 5, false, MetadataFilter.equal("year", 2025)))))
			.containsExactly("2");
		assertThat(this.store.unchanged(List.of(first, new Document("2", "Other words.")))).isEqualTo(Set.of("1"));
		assertThat(this.store.delete(MetadataFilter.equal("open", true))).isOne();
		assertThat(this.store.delete(List.of("2", "3"))).isOne();
		assertThat(this.store.count()).isZero();
	}

	private static EmbeddedDocument embedded(Document document, float x, float y, int term) {
		return new EmbeddedDocument(document, new float[] { x, y }, Searches.sparseVector(10, term, 1));
	}

}
