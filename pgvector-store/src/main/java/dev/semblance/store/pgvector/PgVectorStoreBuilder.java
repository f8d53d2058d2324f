package dev.semblance.store.pgvector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseModel;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.store.pgvector.internal.check.SelfCheck;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.ExtensionLookup;
import dev.semblance.store.pgvector.internal.database.Setting;
import dev.semblance.store.pgvector.internal.filter.StorableText;
import dev.semblance.store.pgvector.internal.index.BuiltIndexes;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.index.IndexBuilder;
import dev.semblance.store.pgvector.internal.index.IndexPlan;
import dev.semblance.store.pgvector.internal.index.IndexStates;
import dev.semblance.store.pgvector.internal.ingest.DenseVectors;
import dev.semblance.store.pgvector.internal.ingest.DocumentWriter;
import dev.semblance.store.pgvector.internal.ingest.SparseVectors;
import dev.semblance.store.pgvector.internal.reembedding.SpaceReembedding;
import dev.semblance.store.pgvector.internal.reembedding.SpaceSettings;
import dev.semblance.store.pgvector.internal.reembedding.StoredSpaces;
import dev.semblance.store.pgvector.internal.schema.CollectionName;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.ModelOrigin;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SchemaOpener;
import dev.semblance.store.pgvector.internal.schema.SchemaScript;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.StoreDescription;
import dev.semblance.store.pgvector.internal.schema.TenantLayout;
import dev.semblance.store.pgvector.internal.schema.TextSearchLanguage;
import dev.semblance.store.pgvector.internal.search.DocumentSearch;
import dev.semblance.store.pgvector.internal.search.SearchSettings;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.reembedding.CollectionSpaces;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PgVectorStore}. Not safe for concurrent use.
 */
public final class PgVectorStoreBuilder {

	/** The schema if none is set. */
	public static final String DEFAULT_SCHEMA = "semblance";

	/** The collection if none is set. */
	public static final String DEFAULT_COLLECTION = "default";

	/** Longest time of a statement if none is set. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	/** Documents from which on a collection gets HNSW indexes if not set. */
	public static final int DEFAULT_INDEX_FROM = 10_000;

	/** Documents that a filter may leave to be answered exactly if not set. */
	public static final int DEFAULT_EXACT_BELOW = 10_000;

	/** Candidates of an HNSW search if not set. */
	public static final int DEFAULT_EF_SEARCH = 100;

	/** How long a call may be repeated if not set. */
	public static final Duration DEFAULT_RETRY_FOR = Duration.ofSeconds(10);

	/**
	 * The setting that tells row-level security whose documents a statement is about: an
	 * equals sign and the tenant, so that a tenant without a name is not taken for a
	 * setting without a value.
	 */
	public static final String TENANT_SETTING = "semblance.tenant";

	private static final int LONGEST_NAME = 200;

	private @Nullable DataSource dataSource;

	private Identifier schema = new Identifier(DEFAULT_SCHEMA);

	private String collection = DEFAULT_COLLECTION;

	private String tenant = "";

	private TextSearchLanguage language = TextSearchLanguage.ENGLISH;

	private @Nullable EmbeddingSpace space;

	private ModelOrigin origin = ModelOrigin.UNKNOWN;

	private @Nullable String revision;

	private DensePrecision precision = DensePrecision.SINGLE;

	private @Nullable SparseSpace sparseSpace;

	private ModelOrigin sparseOrigin = ModelOrigin.UNKNOWN;

	private boolean createTables = true;

	private DenseIndex denseIndex = DenseIndex.HNSW;

	private SparseIndex sparseIndex = SparseIndex.NONE;

	private HnswSettings hnsw = HnswSettings.DEFAULT;

	private int indexFrom = DEFAULT_INDEX_FROM;

	private int exactBelow = DEFAULT_EXACT_BELOW;

	private Duration timeout = DEFAULT_TIMEOUT;

	private Duration retryFor = DEFAULT_RETRY_FOR;

	private @Nullable DataSource replica;

	private boolean partitionByTenant;

	private boolean ownPartition;

	PgVectorStoreBuilder() {
	}

	/**
	 * Sets where connections come from: a pool, such as HikariCP. The store ends its
	 * transactions itself, so its connections must take part in no other, and it closes
	 * connections only, never the data source.
	 * @param dataSource the data source
	 * @return this builder
	 */
	public PgVectorStoreBuilder dataSource(DataSource dataSource) {
		this.dataSource = dataSource;
		return this;
	}

	/**
	 * Sets the schema of the tables; {@value #DEFAULT_SCHEMA} if not set.
	 * @param schema the schema: a letter or underscore, then letters, digits and
	 * underscores
	 * @return this builder
	 * @throws InvalidInputException if it cannot be the name of a schema
	 */
	public PgVectorStoreBuilder schema(String schema) {
		this.schema = new Identifier(schema);
		return this;
	}

	/**
	 * Sets the collection within the schema; {@value #DEFAULT_COLLECTION} if not set.
	 * Collections know nothing of each other.
	 * @param collection any name
	 * @return this builder
	 * @throws InvalidInputException if the name is blank, too long or cannot be stored
	 */
	public PgVectorStoreBuilder collection(String collection) {
		if (collection.isBlank()) {
			throw new InvalidInputException("The collection's name is blank.", "Name it, or leave it out.");
		}
		this.collection = named("collection", collection);
		return this;
	}

	/**
	 * Sets whose documents are written and found; nobody's in particular if not set.
	 * Tenants share the tables of a collection and never see each other's documents.
	 * @param tenant any name
	 * @return this builder
	 * @throws InvalidInputException if the name is too long or cannot be stored
	 */
	public PgVectorStoreBuilder tenant(String tenant) {
		this.tenant = named("tenant", tenant);
		return this;
	}

	/**
	 * Sets whether tables of vectors that this builder makes have a partition for each
	 * tenant that wants one, see {@link #ownPartition}, and one for all others; not so if
	 * not set. Collections that are there stay as they were made.
	 * @param partition whether to partition
	 * @return this builder
	 */
	public PgVectorStoreBuilder partitionByTenant(boolean partition) {
		this.partitionByTenant = partition;
		return this;
	}

	/**
	 * Sets whether the tenant is to have partitions of its own, with HNSW indexes that
	 * hold nobody else's vectors: for tenants with many documents, and where others must
	 * not change what a tenant finds. Not so if not set. Opening the store makes them if
	 * it may create tables, and moves there what the tenant has; writers of the
	 * collection wait meanwhile, as long as a statement may take, and opening fails if
	 * somebody else keeps the tables, such as a dump. Stores of the tenant that are open
	 * should be opened anew.
	 * @param own whether the tenant is to have partitions of its own
	 * @return this builder
	 */
	public PgVectorStoreBuilder ownPartition(boolean own) {
		this.ownPartition = own;
		return this;
	}

	/**
	 * Sets how texts become words, for all documents of the schema; {@code english} if
	 * not set.
	 * @param language a text search configuration that comes with PostgreSQL, such as
	 * {@code german}, or {@code standard} for words as they are written
	 * @return this builder
	 * @throws InvalidInputException if it cannot be the name of one
	 */
	public PgVectorStoreBuilder language(String language) {
		this.language = new TextSearchLanguage(language);
		return this;
	}

	/**
	 * Keeps dense vectors; none, and no dense leg, if not set.
	 * @param space the space of the vectors, of 1 to 16,000 dimensions
	 * @return this builder
	 */
	public PgVectorStoreBuilder space(EmbeddingSpace space) {
		this.space = space;
		this.origin = ModelOrigin.UNKNOWN;
		return this;
	}

	/**
	 * Keeps dense vectors of a model, and records all that is known of it: the store is
	 * not opened for a model of the same name whose files, pooling or prompts are others.
	 * @param model the model
	 * @return this builder
	 */
	public PgVectorStoreBuilder space(DenseModel model) {
		this.space = EmbeddingSpace.of(model);
		this.origin = ModelOrigin.of(model);
		return this;
	}

	/**
	 * Records which revision of its files the dense model has, where it does not know
	 * that itself.
	 * @param revision the revision, for example a commit of the hub's repository
	 * @return this builder
	 */
	public PgVectorStoreBuilder revision(String revision) {
		this.revision = revision;
		return this;
	}

	/**
	 * Sets how the numbers of dense vectors are kept: in single precision if not set, and
	 * always in half precision above 2,000 dimensions, which no index of single precision
	 * takes.
	 * @param precision the precision
	 * @return this builder
	 */
	public PgVectorStoreBuilder precision(DensePrecision precision) {
		this.precision = precision;
		return this;
	}

	/**
	 * Keeps sparse vectors; none, and no sparse leg, if not set.
	 * @param space the space of the vectors
	 * @return this builder
	 */
	public PgVectorStoreBuilder sparseSpace(SparseSpace space) {
		this.sparseSpace = space;
		this.sparseOrigin = ModelOrigin.UNKNOWN;
		return this;
	}

	/**
	 * Keeps sparse vectors of a model, and records all that is known of it.
	 * @param model the model
	 * @return this builder
	 */
	public PgVectorStoreBuilder sparseSpace(SparseModel model) {
		this.sparseSpace = SparseSpace.of(model);
		this.sparseOrigin = ModelOrigin.of(model);
		return this;
	}

	/**
	 * Sets whether the store creates tables and indexes that are missing, which it does
	 * if not set. Otherwise it only checks that the tables are there: apply
	 * {@link #schemaScript()} with your own tool.
	 * @param create whether tables and indexes may be created
	 * @return this builder
	 */
	public PgVectorStoreBuilder createTables(boolean create) {
		this.createTables = create;
		return this;
	}

	/**
	 * Sets how the dense leg searches a large collection; by an HNSW index if not set.
	 * @param index the way
	 * @return this builder
	 */
	public PgVectorStoreBuilder denseIndex(DenseIndex index) {
		this.denseIndex = index;
		return this;
	}

	/**
	 * Sets how the sparse leg searches; by comparing with every vector if not set.
	 * @param index the way
	 * @return this builder
	 */
	public PgVectorStoreBuilder sparseIndex(SparseIndex index) {
		this.sparseIndex = index;
		return this;
	}

	/**
	 * Sets how HNSW indexes are built and searched. One that is there stays as it was
	 * built.
	 * @param settings the settings
	 * @return this builder
	 */
	public PgVectorStoreBuilder hnsw(HnswSettings settings) {
		this.hnsw = settings;
		return this;
	}

	/**
	 * Sets how many documents a collection must have for HNSW indexes to be built;
	 * {@value #DEFAULT_INDEX_FROM} if not set. Below it, comparing with every vector is
	 * fast enough, and exact.
	 * @param documents the number, 1 or more
	 * @return this builder
	 * @throws InvalidInputException if the number is less than 1
	 */
	public PgVectorStoreBuilder indexFrom(int documents) {
		this.indexFrom = atLeastOne("Indexes are to be built from %d documents on.", documents);
		return this;
	}

	/**
	 * Sets how many documents a filter may leave to be compared with one by one instead
	 * of being looked for in an index; {@value #DEFAULT_EXACT_BELOW} if not set.
	 * @param documents the number, 1 or more
	 * @return this builder
	 * @throws InvalidInputException if the number is less than 1
	 */
	public PgVectorStoreBuilder exactBelow(int documents) {
		this.exactBelow = atLeastOne("A filter is to be answered exactly if it leaves %d documents.", documents);
		return this;
	}

	/**
	 * Sets the longest time of one statement, on the server; 60 seconds if not set. A
	 * call that has not ended a second later gives up its connection, be it that the
	 * network is down or that all its statements took that long together. Building an
	 * index is not limited, and a {@link dev.semblance.encoders.Deadline} of the calling
	 * thread holds if it is earlier.
	 * @param timeout the time, at least a millisecond
	 * @return this builder
	 * @throws InvalidInputException if the time is less than a millisecond or more than a
	 * day
	 */
	public PgVectorStoreBuilder timeout(Duration timeout) {
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
			throw new InvalidInputException("The timeout of the store is %s.".formatted(timeout),
					"Use a millisecond to a day.");
		}
		this.timeout = timeout;
		return this;
	}

	/**
	 * Sets for how long a call is repeated whose connection was lost, or which the server
	 * ended in favour of another; 10 seconds if not set. Reading and writing documents
	 * are repeated, since it makes no difference how often they are done; deleting only
	 * if the server has said that nothing was deleted. A
	 * {@link dev.semblance.encoders.Deadline} of the calling thread holds if it is
	 * earlier.
	 * @param time a call that has taken this long is not repeated; zero for none
	 * @return this builder
	 * @throws InvalidInputException if the time is negative or more than a day
	 */
	public PgVectorStoreBuilder retryFor(Duration time) {
		if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
			throw new InvalidInputException("The store is to repeat calls for %s.".formatted(time),
					"Use zero to a day.");
		}
		this.retryFor = time;
		return this;
	}

	/**
	 * Sets where searches go: to a read-only replica of the server, or several, if the
	 * driver is told so. They go to the data source if not set. What was just written may
	 * not be found there for a moment.
	 * @param replica connections to the replica
	 * @return this builder
	 */
	public PgVectorStoreBuilder replica(DataSource replica) {
		this.replica = replica;
		return this;
	}

	/**
	 * Writes the statements that create the tables of what was set so far, for a DBA to
	 * read and a migration tool to apply. What is there already is left as it is. No
	 * database is asked.
	 * @return the statements, each ended by a semicolon
	 */
	public String schemaScript() {
		StoreDescription description = description();
		List<String> indexes = indexPlan(description.dense())
			.of(SchemaScript.tables(description, this.partitionByTenant), description, Extension.onSearchPath())
			.stream()
			.map(HnswIndex::creation)
			.toList();
		return SchemaScript.of(description, this.partitionByTenant, indexes);
	}

	/**
	 * Opens the store.
	 * @return a store that the caller must close
	 * @throws InvalidInputException if no data source is set, or a space, an index and a
	 * precision do not go together
	 * @throws dev.semblance.retrieval.store.StoreException if the database cannot be
	 * reached, lacks the extension or tables, or the collection was made for another
	 * model or language
	 */
	public PgVectorStore open() {
		StoreDescription description = description();
		Database database = database();
		return store(database, new SchemaOpener(database, layout()).open(description, this.createTables));
	}

	/**
	 * Opens a collection for the spaces and the language that it was made for.
	 * @return a store that the caller must close
	 * @throws InvalidInputException if no data source is set
	 * @throws dev.semblance.retrieval.store.StoreException if the database cannot be
	 * reached, lacks the extension, or there is no such collection
	 */
	public PgVectorStore openAsRecorded() {
		Database database = database();
		return store(database, new SchemaOpener(database, layout()).open(this.schema, this.collection));
	}

	/**
	 * Starts to give the collection, which must be there, the vectors of another model
	 * beside the dense ones that it serves, or goes on where it was left. What the store
	 * would be opened for, such as a space, does not matter; precision and index are
	 * those of the new vectors.
	 * @param encoder makes the vectors; not closed
	 * @return a re-embedding that the caller must close
	 * @throws InvalidInputException if no data source is set, the collection serves
	 * vectors of this model, or its space, an index and a precision do not go together
	 * @throws dev.semblance.retrieval.store.StoreException if the database cannot be
	 * reached, there is no such collection, or the role may not make the table
	 */
	public Reembedding reembed(DenseEncoder encoder) {
		EmbeddingSpace made = EmbeddingSpace.of(encoder.model());
		SpaceDescription wanted = SpaceDescription.dense(made, ModelOrigin.of(encoder.model()),
				SpaceLimits.precision(made, this.precision, this.denseIndex));
		return SpaceReembedding.dense(spaceSettings(), wanted, encoder);
	}

	/**
	 * Starts to give the collection, which must be there, the vectors of another model
	 * beside the sparse ones that it serves, or goes on where it was left.
	 * @param encoder makes the vectors; not closed
	 * @return a re-embedding that the caller must close
	 * @throws InvalidInputException if no data source is set, or the collection serves
	 * vectors of this model
	 * @throws dev.semblance.retrieval.store.StoreException if the database cannot be
	 * reached, there is no such collection, or the role may not make the table
	 */
	public Reembedding reembed(SparseEncoder encoder) {
		SpaceDescription wanted = SpaceDescription.sparse(SpaceLimits.checked(SparseSpace.of(encoder.model())),
				ModelOrigin.of(encoder.model()));
		return SpaceReembedding.sparse(spaceSettings(), wanted, encoder);
	}

	/**
	 * Gives access to the spaces that the collection has, served and beside.
	 * @return the spaces, which hold nothing that must be closed
	 * @throws InvalidInputException if no data source is set
	 * @throws dev.semblance.retrieval.store.StoreException if the database cannot be
	 * reached or lacks the extension
	 */
	public CollectionSpaces spaces() {
		return new StoredSpaces(spaceSettings());
	}

	private SpaceSettings spaceSettings() {
		Database database = database();
		DenseIndex wanted = this.denseIndex;
		SparseIndex sparse = this.sparseIndex;
		HnswSettings settings = this.hnsw;
		return new SpaceSettings(database, searched(database), ExtensionLookup.in(database),
				new CollectionName(this.schema, this.collection), this.tenant,
				(space) -> new IndexPlan((space != null) ? SpaceLimits.index(space, wanted) : wanted, sparse, settings),
				settings.efSearch(), this.exactBelow, this.indexFrom, this.createTables);
	}

	private Database searched(Database database) {
		return (this.replica != null) ? database(this.replica) : database;
	}

	private Database database() {
		if (this.dataSource == null) {
			throw new InvalidInputException("The store has no data source.",
					"Give it one, for example a pool of HikariCP.");
		}
		return database(this.dataSource);
	}

	private Database database(DataSource dataSource) {
		return new Database(dataSource, this.timeout, this.retryFor,
				List.of(new Setting(TENANT_SETTING, "=" + this.tenant)));
	}

	private TenantLayout layout() {
		return new TenantLayout(this.tenant, this.partitionByTenant, this.ownPartition);
	}

	private PgVectorStore store(Database database, OpenSchema schema) {
		SpaceDescription denseSpace = schema.description().dense();
		SpaceDescription space = schema.description().sparse();
		DenseVectors dense = (denseSpace != null) ? new DenseVectors(denseSpace) : null;
		SparseVectors sparse = (space != null) ? new SparseVectors(space) : null;
		IndexPlan plan = indexPlan(denseSpace);
		SearchSettings settings = new SearchSettings(plan.dense(), this.hnsw.efSearch(), this.exactBelow);
		List<HnswIndex> indexes = plan.of(schema.tables(), schema.description(), schema.extension());
		Database searched = searched(database);
		BuiltIndexes built = new BuiltIndexes(searched, indexes);
		DocumentOwner owner = new DocumentOwner(schema.description().collection(), this.tenant);
		DocumentSearch search = new DocumentSearch(searched, schema, owner, dense, sparse, settings, built);
		return new PgVectorStore(database, schema, owner, new DocumentWriter(database, schema, owner, dense, sparse),
				search, sparse, built,
				this.createTables ? new IndexBuilder(database, schema, indexes, this.indexFrom, this.hnsw.buildMemory())
						: null,
				new IndexStates(database, indexes),
				new SelfCheck(database, schema, owner, search, indexes, built, this.indexFrom));
	}

	private StoreDescription description() {
		SpaceDescription dense = (this.space != null)
				? SpaceDescription.dense(this.space, this.origin.withRevision(this.revision),
						SpaceLimits.precision(this.space, this.precision, this.denseIndex))
				: null;
		SpaceDescription sparse = (this.sparseSpace != null)
				? SpaceDescription.sparse(SpaceLimits.checked(this.sparseSpace), this.sparseOrigin) : null;
		return new StoreDescription(this.schema, this.collection, this.language, dense, sparse);
	}

	private IndexPlan indexPlan(@Nullable SpaceDescription dense) {
		DenseIndex index = (dense != null) ? SpaceLimits.index(dense, this.denseIndex) : this.denseIndex;
		return new IndexPlan(index, this.sparseIndex, this.hnsw);
	}

	private static String named(String what, String name) {
		int length = name.getBytes(StandardCharsets.UTF_8).length;
		if (length > LONGEST_NAME || !StorableText.isStorable(name)) {
			throw new InvalidInputException(
					"The name of the %s has %d bytes, or a character that cannot be stored.".formatted(what, length),
					"Use at most %d, without U+0000.".formatted(LONGEST_NAME));
		}
		return name;
	}

	private static int atLeastOne(String message, int documents) {
		if (documents < 1) {
			throw new InvalidInputException(message.formatted(documents), "Use 1 or more.");
		}
		return documents;
	}

}
