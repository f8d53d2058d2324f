package dev.semblance.benchmarks.semblance.pgvector;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.benchmarks.protocol.pgvector.DataSet;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSession;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;

/**
 * A PgVectorStore. Documents go the way of an ingest: those that are stored unchanged are
 * left out.
 */
final class SemblanceSession implements PgVectorSession {

	private final HikariDataSource pool;

	private final PgVectorStore store;

	SemblanceSession(HikariDataSource pool, PgVectorStoreBuilder builder) {
		this.pool = pool;
		this.store = builder.dataSource(pool).open();
	}

	@Override
	public void insert(List<DataSet.Document> documents) {
		Set<String> unchanged = new HashSet<>(this.store.unchanged(documents.stream().map(Stores::document).toList()));
		this.store.upsert(documents.stream()
			.filter((document) -> !unchanged.contains(document.id()))
			.map(Stores::dense)
			.toList());
	}

	@Override
	public void createIndex() {
		this.store.buildIndexes();
	}

	@Override
	public List<String> search(DataSet.Query query, int count) {
		return Stores.ids(this.store.search(request(query, count, null)));
	}

	@Override
	public List<String> searchBucket(DataSet.Query query, int count, int bucket) {
		return Stores.ids(this.store.search(request(query, count, MetadataFilter.equal("bucket", bucket))));
	}

	@Override
	public void close() {
		this.store.close();
		this.pool.close();
	}

	private static SearchRequest request(DataSet.Query query, int count, MetadataFilter filter) {
		return new SearchRequest(List.of(new LegQuery.DenseQuery(query.vector(), 1, false)),
				new Fusion.ReciprocalRank(Fusion.ReciprocalRank.DEFAULT_K), count, count, filter);
	}

}
