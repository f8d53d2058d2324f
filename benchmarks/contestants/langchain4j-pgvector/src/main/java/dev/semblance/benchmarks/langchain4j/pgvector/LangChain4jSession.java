package dev.semblance.benchmarks.langchain4j.pgvector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import dev.semblance.benchmarks.protocol.pgvector.DataSet;
import dev.semblance.benchmarks.protocol.pgvector.PgVectorSession;

/**
 * A PgVectorEmbeddingStore.
 */
final class LangChain4jSession implements PgVectorSession {

	private static final int DIMENSIONS = 384;

	/** A thousandth of the rows, as pgvector advises. */
	private static final int LISTS = 100;

	private final HikariDataSource pool;

	private final PgVectorEmbeddingStore store;

	LangChain4jSession(HikariDataSource pool) {
		this.pool = pool;
		this.store = store(false);
	}

	@Override
	public void insert(List<DataSet.Document> documents) {
		this.store.addAll(documents.stream().map(DataSet.Document::id).toList(),
				documents.stream().map((document) -> Embedding.from(document.vector())).toList(),
				documents.stream()
					.map((document) -> TextSegment.from(document.text(), metadata(document.metadata())))
					.toList());
	}

	/** The store makes its index when it starts, of a table that may be full. */
	@Override
	public void createIndex() {
		store(true);
	}

	@Override
	public List<String> search(DataSet.Query query, int count) {
		return search(query, EmbeddingSearchRequest.builder().maxResults(count));
	}

	@Override
	public List<String> searchBucket(DataSet.Query query, int count, int bucket) {
		return search(query,
				EmbeddingSearchRequest.builder()
					.maxResults(count)
					.filter(MetadataFilterBuilder.metadataKey("bucket").isEqualTo(bucket)));
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private List<String> search(DataSet.Query query, EmbeddingSearchRequest.EmbeddingSearchRequestBuilder request) {
		return this.store.search(request.queryEmbedding(Embedding.from(query.vector())).build())
			.matches()
			.stream()
			.map(EmbeddingMatch::embeddingId)
			.toList();
	}

	private PgVectorEmbeddingStore store(boolean index) {
		return PgVectorEmbeddingStore.datasourceBuilder()
			.datasource(this.pool)
			.table("documents")
			.dimension(DIMENSIONS)
			.useIndex(index)
			.indexListSize(LISTS)
			.build();
	}

	/** LangChain4j has no truth values in metadata. */
	private static Metadata metadata(Map<String, Object> values) {
		Map<String, Object> metadata = new HashMap<>(values);
		metadata.replaceAll((key, value) -> (value instanceof Boolean) ? value.toString() : value);
		return Metadata.from(metadata);
	}

}
