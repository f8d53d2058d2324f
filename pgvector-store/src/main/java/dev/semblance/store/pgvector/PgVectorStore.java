package dev.semblance.store.pgvector;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.pgvector.check.StoreCheck;
import dev.semblance.store.pgvector.internal.check.SelfCheck;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.filter.FilterSql;
import dev.semblance.store.pgvector.internal.filter.StorableText;
import dev.semblance.store.pgvector.internal.index.BuiltIndexes;
import dev.semblance.store.pgvector.internal.index.IndexBuilder;
import dev.semblance.store.pgvector.internal.index.IndexStates;
import dev.semblance.store.pgvector.internal.ingest.DocumentWriter;
import dev.semblance.store.pgvector.internal.ingest.SparseVectors;
import dev.semblance.store.pgvector.internal.schema.CollectionLock;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.search.DocumentLookup;
import dev.semblance.store.pgvector.internal.search.DocumentSearch;
import dev.semblance.store.pgvector.internal.search.StoredVectors;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents in PostgreSQL, dense and sparse vectors by pgvector. A search is one
 * statement in one round trip, whatever its legs, filter and fusion; a write is one
 * transaction, so write in batches. Any number of stores, in any number of processes, may
 * have a collection open.
 * <p>
 * Its own ways within the contract: among equally good documents at the end of an exact
 * leg, those written first are found, and ids are in the order of their code points.
 * {@link dev.semblance.retrieval.fusion.Fusion.Convex} scales the exact scores of all
 * candidates in all legs, not only of those that each leg found. The lexical leg ranks by
 * PostgreSQL's {@code ts_rank}, which does not know how rare a word is: for BM25 use
 * {@link dev.semblance.retrieval.bm25.Bm25Encoder} in the sparse leg. PostgreSQL keeps
 * neither U+0000 nor lone surrogates, so documents with those in id, text or metadata are
 * refused; a negative zero in the metadata comes back as zero. Of a document's sparse
 * vector the {@value SparseVectors#MOST_ACTIVE} largest values are kept.
 */
public final class PgVectorStore implements DocumentStore {

	private static final Logger logger = LoggerFactory.getLogger(PgVectorStore.class);

	private final CallGate gate = new CallGate("The store");

	private final Database database;

	private final OpenSchema schema;

	private final DocumentOwner owner;

	private final DocumentWriter writer;

	private final DocumentSearch search;

	private final @Nullable SparseVectors sparse;

	private final BuiltIndexes indexes;

	private final @Nullable IndexBuilder indexBuilder;

	private final IndexStates indexStates;

	private final SelfCheck selfCheck;

	PgVectorStore(Database database, OpenSchema schema, DocumentOwner owner, DocumentWriter writer,
			DocumentSearch search, @Nullable SparseVectors sparse, BuiltIndexes indexes,
			@Nullable IndexBuilder indexBuilder, IndexStates indexStates, SelfCheck selfCheck) {
		this.database = database;
		this.schema = schema;
		this.owner = owner;
		this.writer = writer;
		this.search = search;
		this.sparse = sparse;
		this.indexes = indexes;
		this.indexBuilder = indexBuilder;
		this.indexStates = indexStates;
		this.selfCheck = selfCheck;
	}

	/**
	 * Starts building a store.
	 * @return a builder of a store for English, without vectors
	 */
	public static PgVectorStoreBuilder builder() {
		return new PgVectorStoreBuilder();
	}

	@Override
	public @Nullable EmbeddingSpace space() {
		SpaceDescription dense = this.schema.description().dense();
		return (dense != null) ? dense.embeddingSpace() : null;
	}

	@Override
	public @Nullable SparseSpace sparseSpace() {
		SpaceDescription space = this.schema.description().sparse();
		return (space != null) ? space.sparseSpace() : null;
	}

	@Override
	public void upsert(List<EmbeddedDocument> documents) {
		this.gate.call(() -> this.writer.write(documents));
	}

	@Override
	public Set<String> unchanged(Collection<Document> documents) {
		return this.gate.call(() -> this.writer.unchanged(documents));
	}

	@Override
	public long delete(Collection<String> ids) {
		return delete(DocumentLookup.withIds(ids));
	}

	@Override
	public long delete(MetadataFilter filter) {
		return delete(FilterSql.condition(filter, "d.metadata"));
	}

	@Override
	public List<Document> find(Collection<String> ids) {
		return this.gate.call(() -> lookup().find(ids));
	}

	@Override
	public List<Candidate> search(SearchRequest request) {
		return this.gate.call(() -> this.search.search(request));
	}

	@Override
	public long count() {
		return count(SqlFragment.of("true"));
	}

	@Override
	public long count(MetadataFilter filter) {
		return count(FilterSql.condition(filter, "d.metadata"));
	}

	/**
	 * Reads dense vectors back.
	 * @param ids ids of documents
	 * @return the vector by id, of the documents that are there; in half precision as it
	 * was rounded
	 */
	public Map<String, float[]> denseVectors(Collection<String> ids) {
		return this.gate.call(() -> storedVectors().dense(storable(ids)));
	}

	/**
	 * Reads sparse vectors back.
	 * @param ids ids of documents
	 * @return the vector by id, of the documents that are there; as it was cut
	 */
	public Map<String, SparseVector> sparseVectors(Collection<String> ids) {
		return this.gate.call(() -> storedVectors().sparse(storable(ids)));
	}

	/**
	 * Returns how many sparse vectors of documents had more active dimensions than are
	 * kept, since the store was opened.
	 * @return the number
	 */
	public long cutSparseVectors() {
		return (this.sparse != null) ? this.sparse.cut() : 0;
	}

	/**
	 * Returns the collection within the schema.
	 * @return the collection's name
	 */
	public String collection() {
		return this.schema.description().collection();
	}

	/**
	 * Asks the server how the HNSW indexes are that the store should have, whoever builds
	 * them.
	 * @return the state of each index; none if the store is to have no index
	 */
	public List<IndexState> indexStates() {
		return this.gate.call(this.indexStates::read);
	}

	/**
	 * Looks whether the store and its server are as they should be: indexes and whether
	 * searches use them, statistics, dead rows, memory for the next build, versions and
	 * settings. Changes nothing, takes as long as reading all vectors once, and says what
	 * the role may not see.
	 * @return what was found
	 * @throws dev.semblance.retrieval.store.StoreException if the server does not answer
	 */
	public StoreCheck check() {
		return this.gate.call(this.selfCheck::run);
	}

	@Override
	public void buildIndexes() {
		buildIndexes((progress) -> logger.info("Index {}: {}, {} %.", progress.index(), progress.phase(),
				Math.round(100 * progress.done())));
	}

	/**
	 * Builds the HNSW indexes that are missing where there are documents enough. Takes
	 * minutes for large collections, and holds up neither searches nor writes; returns at
	 * once if nothing is missing, or another process is building. Does nothing if the
	 * store may not create any. Closing the store ends it. The data source must connect
	 * to the server itself, not through a pool that shares its processes, such as
	 * pgbouncer in transaction mode.
	 * @param progress told now and then how far it is, in a thread of its own
	 * @throws dev.semblance.retrieval.store.StoreException if the server refuses
	 */
	public void buildIndexes(Consumer<IndexProgress> progress) {
		this.gate.call(() -> {
			int built = (this.indexBuilder != null) ? this.indexBuilder.build(progress) : 0;
			this.indexes.refresh();
			return built;
		});
	}

	@Override
	public void close() {
		if (this.indexBuilder != null) {
			this.indexBuilder.cancel();
		}
		// The data source belongs to whoever gave it.
		this.gate.close(() -> {
		});
	}

	/**
	 * Takes documents in the order in which they are written too, so that the two wait
	 * for each other instead of for ever.
	 */
	private long delete(SqlFragment condition) {
		SqlFragment deletion = SqlFragment
			.of("WITH doomed AS MATERIALIZED (SELECT d.id FROM %s d WHERE ".formatted(documentTable()))
			.then(this.owner.condition())
			.then(" AND ")
			.then(condition)
			.then(" ORDER BY d.external_id FOR UPDATE) DELETE FROM %s d USING doomed WHERE d.id = doomed.id"
				.formatted(documentTable()));
		SqlFragment lock = new CollectionLock(this.schema.tables(), this.owner.collection()).shared();
		return this.gate.call(() -> this.database.inTransaction("deleting documents", Repetition.IF_ROLLED_BACK,
				(connection) -> Database.update(connection, lock, deletion)));
	}

	private long count(SqlFragment condition) {
		SqlFragment query = SqlFragment.of("SELECT count(*) FROM %s d WHERE ".formatted(documentTable()))
			.then(this.owner.condition())
			.then(" AND ")
			.then(condition);
		return this.gate.call(() -> this.database.query("counting documents", List.of(), query, (rows) -> {
			rows.next();
			return rows.getLong(1);
		}));
	}

	private static List<String> storable(Collection<String> ids) {
		return ids.stream().filter(StorableText::isStorable).toList();
	}

	private DocumentLookup lookup() {
		return new DocumentLookup(this.database, this.schema, this.owner);
	}

	private StoredVectors storedVectors() {
		return new StoredVectors(this.database, this.schema, this.owner);
	}

	private String documentTable() {
		return this.schema.tables().document();
	}

}
