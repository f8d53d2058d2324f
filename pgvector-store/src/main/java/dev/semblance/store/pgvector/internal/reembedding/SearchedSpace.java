package dev.semblance.store.pgvector.internal.reembedding;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.index.BuiltIndexes;
import dev.semblance.store.pgvector.internal.index.IndexPlan;
import dev.semblance.store.pgvector.internal.ingest.DenseVectors;
import dev.semblance.store.pgvector.internal.ingest.SparseVectors;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SchemaOpener;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.TenantLayout;
import dev.semblance.store.pgvector.internal.search.DocumentSearch;
import dev.semblance.store.pgvector.internal.search.SearchSettings;
import dev.semblance.store.pgvector.internal.search.StoredVectors;

/**
 * A space as stores search it, of any tenant. For one thread.
 */
final class SearchedSpace {

	private final SpaceSettings settings;

	private final RecordedSpace space;

	private final Map<String, OpenSchema> schemas = new HashMap<>();

	private final Map<String, DocumentSearch> searches = new HashMap<>();

	SearchedSpace(SpaceSettings settings, RecordedSpace space) {
		this.settings = settings;
		this.space = space;
	}

	/**
	 * Asks for what is near to documents.
	 * @param tenant whose documents they are
	 * @param ids their ids
	 * @return a query by id, of those that have vectors
	 */
	Map<String, LegQuery> queries(String tenant, Collection<String> ids) {
		StoredVectors vectors = new StoredVectors(database(), schema(tenant), owner(tenant));
		return (this.space.description().kind() == SpaceDescription.Kind.DENSE)
				? queries(vectors.dense(ids), (vector) -> new LegQuery.DenseQuery(vector, 1, false))
				: queries(vectors.sparse(ids), (vector) -> new LegQuery.SparseQuery(vector, 1));
	}

	private static <T> Map<String, LegQuery> queries(Map<String, T> vectors, Function<T, LegQuery> query) {
		return vectors.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> query.apply(entry.getValue())));
	}

	/**
	 * Searches.
	 * @param tenant whose documents are found
	 * @param query what is asked
	 * @param limit how many documents at most
	 * @return their ids, best first
	 */
	List<String> search(String tenant, LegQuery query, int limit) {
		return this.searches.computeIfAbsent(tenant, this::open)
			.search(new SearchRequest(List.of(query), new Fusion.ReciprocalRank(1), limit, limit, null))
			.stream()
			.map((candidate) -> candidate.document().id())
			.toList();
	}

	private DocumentSearch open(String tenant) {
		OpenSchema schema = schema(tenant);
		SpaceDescription dense = schema.description().dense();
		SpaceDescription sparse = schema.description().sparse();
		IndexPlan plan = this.settings.plan(this.space.description());
		return new DocumentSearch(database(), schema, owner(tenant), (dense != null) ? new DenseVectors(dense) : null,
				(sparse != null) ? new SparseVectors(sparse) : null,
				new SearchSettings(plan.dense(), this.settings.efSearch(), this.settings.exactBelow()),
				new BuiltIndexes(database(), plan.of(schema.tables(), schema.description(), schema.extension())));
	}

	private OpenSchema schema(String tenant) {
		return this.schemas.computeIfAbsent(tenant,
				(name) -> new SchemaOpener(database(), new TenantLayout(name, false, false))
					.open(this.settings.collection(), this.space));
	}

	private DocumentOwner owner(String tenant) {
		return new DocumentOwner(this.settings.collection().name(), tenant);
	}

	private Database database() {
		return this.settings.searched();
	}

}
