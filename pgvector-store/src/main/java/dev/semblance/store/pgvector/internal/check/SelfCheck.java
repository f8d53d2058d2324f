package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.retrieval.store.StoreUnavailableException;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.StoreCheck;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.index.BuiltIndexes;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.search.DocumentLookup;
import dev.semblance.store.pgvector.internal.search.DocumentSearch;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * Looks at a store and its server. Nothing is changed, each statement is bounded in time,
 * and what a role may not see is said instead of failing.
 */
public final class SelfCheck {

	private final Database database;

	private final OpenSchema schema;

	private final DocumentOwner owner;

	private final DocumentSearch search;

	private final List<HnswIndex> indexes;

	private final BuiltIndexes built;

	private final int indexFrom;

	/**
	 * Creates a check.
	 * @param database the database
	 * @param schema the tables
	 * @param owner whose documents the store sees
	 * @param search searches
	 * @param indexes the HNSW indexes that should be there
	 * @param built knows which of them can be asked
	 * @param indexFrom how many vectors a table must have for its index to be built
	 */
	public SelfCheck(Database database, OpenSchema schema, DocumentOwner owner, DocumentSearch search,
			List<HnswIndex> indexes, BuiltIndexes built, int indexFrom) {
		this.database = database;
		this.schema = schema;
		this.owner = owner;
		this.search = search;
		this.indexes = List.copyOf(indexes);
		this.built = built;
		this.indexFrom = indexFrom;
	}

	/**
	 * Looks.
	 * @return what was found
	 * @throws StoreException if the server does not answer, or refuses to count documents
	 */
	public StoreCheck run() {
		ServerSettings settings = ServerSettings.read(this.database);
		List<TableState> tables = TableState.read(this.database, this.schema.tables());
		long documents = documents();
		List<Finding> findings = new ArrayList<>();
		checks(settings, tables).forEach((check) -> findings.addAll(findings(check)));
		findings.sort(Comparator.comparing(Finding::severity).reversed());
		return new StoreCheck(settings.text("server_version"), this.schema.extension().version().toString(),
				this.schema.tables().schema().name(), this.owner.collection(), this.owner.tenant(), documents,
				tables.stream().map(TableState::facts).toList(), findings);
	}

	private List<Check> checks(ServerSettings settings, List<TableState> tables) {
		DocumentLookup lookup = new DocumentLookup(this.database, this.schema, this.owner);
		return List.of(new VersionCheck(this.database, settings, this.schema.extension().version()),
				new DurabilityCheck(settings),
				new HnswIndexCheck(this.database, settings, this.indexes, this.indexFrom),
				new IndexUseCheck(lookup, this.search, this.schema, this.indexes, this.built, tables),
				new BuildMemoryCheck(this.database, settings, this.schema, this.indexes, tables),
				new MissingVectorCheck(this.database, this.schema, this.owner), new StatisticsCheck(tables),
				new DeadRowCheck(tables), new AutovacuumCheck(settings, tables),
				new HeldTransactionCheck(this.database, HeldTransactionCheck.LONGEST),
				new PendingEntriesCheck(this.database, this.schema.tables()));
	}

	private static List<Finding> findings(Check check) {
		try {
			return check.findings();
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (StoreException ex) {
			return List.of(Finding.warning(check.subject(), "It could not be looked at. " + ex.problem(), ex.remedy()));
		}
	}

	private long documents() {
		SqlFragment query = SqlFragment
			.of("SELECT count(*) FROM (SELECT FROM %s d WHERE ".formatted(this.schema.tables().document()))
			.then(this.owner.condition())
			.then(" LIMIT %d) documents".formatted(StoreCheck.MOST_COUNTED));
		return this.database.query("counting documents", List.of(), query, (rows) -> {
			rows.next();
			return rows.getLong(1);
		});
	}

}
