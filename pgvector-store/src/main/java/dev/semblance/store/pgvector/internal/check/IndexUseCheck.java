package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.pgvector.check.CheckedTable.Contents;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Setting;
import dev.semblance.store.pgvector.internal.index.BuiltIndexes;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.search.DocumentLookup;
import dev.semblance.store.pgvector.internal.search.DocumentSearch;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Whether searches use the indexes: asks the server for the plans of the very statements
 * that search, with the settings that they travel with.
 *
 * @param lookup looks documents up
 * @param search searches
 * @param schema the tables
 * @param indexes the HNSW indexes
 * @param built knows which of them can be asked
 * @param tables the tables as they are
 */
record IndexUseCheck(DocumentLookup lookup, DocumentSearch search, OpenSchema schema, List<HnswIndex> indexes,
		BuiltIndexes built, List<TableState> tables) implements Check {

	private static final int HITS = 10;

	/** What nobody has: a filter that leaves few documents is answered by an index. */
	private static final MetadataFilter RARE = MetadataFilter.equal("semblance-check", "nobody");

	private static final LegQuery WORDS = new LegQuery.LexicalQuery("semblance", 1);

	private static final Wanted KEY = new Wanted("btree", "collection, tenant, external_id",
			"reads of documents by their ids", "ALTER TABLE %s ADD UNIQUE (collection, tenant, external_id)");

	private static final Wanted LEXEMES = new Wanted("gin", "lexemes", "the lexical leg",
			"CREATE INDEX CONCURRENTLY document_lexemes ON %s USING gin (lexemes)");

	private static final Wanted METADATA = new Wanted("gin", "metadata", "filters",
			"CREATE INDEX CONCURRENTLY document_metadata ON %s USING gin (metadata jsonb_path_ops)");

	@Override
	public String subject() {
		return "use of indexes";
	}

	@Override
	public List<Finding> findings() {
		// An index that is gone meanwhile must not be asked.
		this.built.refresh();
		List<Finding> findings = new ArrayList<>();
		findings.add(ofDocuments(KEY, (settings) -> this.lookup.plan(List.of("semblance-check"), settings),
				"enable_seqscan"));
		findings.add(ofDocuments(LEXEMES, (settings) -> this.search.plan(request(WORDS, null), settings)));
		LegQuery filtered = legs().stream().findFirst().orElse(WORDS);
		findings.add(ofDocuments(METADATA, (settings) -> this.search.plan(request(filtered, RARE), settings)));
		this.indexes.stream()
			.filter((index) -> this.built.contains(index.table()))
			.forEach((index) -> findings.add(ofVectors(index)));
		return findings;
	}

	private Finding ofDocuments(Wanted wanted, Function<List<Setting>, String> plan, String... avoided) {
		String table = this.schema.tables().document();
		Optional<DocumentIndex> found = DocumentIndex.find(this.lookup.database(), table, wanted.method(),
				wanted.columns());
		String create = wanted.creation().formatted(table);
		String subject = "index of %s (%s)".formatted(table, wanted.columns());
		if (found.isEmpty()) {
			return Finding.problem(subject,
					"It is missing, so that %s read the whole table.".formatted(wanted.purpose()),
					"Run %s.".formatted(create));
		}
		String index = found.get().name();
		if (!found.get().valid()) {
			return Finding.problem(subject,
					"It was left half-built, so that %s read the whole table.".formatted(wanted.purpose()),
					"Run DROP INDEX CONCURRENTLY %s, then %s."
						.formatted(this.schema.tables().qualified(new Identifier(index)), create));
		}
		long rows = rows((state) -> state.contents() == Contents.DOCUMENTS);
		return new PlannedUse(index, wanted.purpose(), plan, avoiding(avoided), avoided.length > 0, rows).finding();
	}

	private Finding ofVectors(HnswIndex index) {
		boolean dense = index.table().equals(this.schema.tables().denseLeaf());
		LegQuery query = dense ? denseQuery() : sparseQuery();
		return new PlannedUse(index.name().name(), dense ? "the dense leg" : "the sparse leg",
				(settings) -> this.search.plan(request(query, null), settings),
				avoiding("enable_seqscan", "enable_bitmapscan", "enable_sort"), true,
				rows((state) -> state.name().equals(index.table().name())))
			.finding();
	}

	private long rows(Predicate<TableState> table) {
		return this.tables.stream().filter(table).mapToLong(TableState::rows).sum();
	}

	/**
	 * Vector legs count first what a filter leaves; the lexical leg filters as it goes.
	 */
	private List<LegQuery> legs() {
		List<LegQuery> legs = new ArrayList<>();
		if (this.schema.description().dense() != null) {
			legs.add(denseQuery());
		}
		if (this.schema.description().sparse() != null) {
			legs.add(sparseQuery());
		}
		return legs;
	}

	private LegQuery denseQuery() {
		SpaceDescription space = Objects.requireNonNull(this.schema.description().dense());
		float[] vector = new float[space.dimensions()];
		vector[0] = 1;
		return new LegQuery.DenseQuery(vector, 1, false);
	}

	private LegQuery sparseQuery() {
		SpaceDescription space = Objects.requireNonNull(this.schema.description().sparse());
		return new LegQuery.SparseQuery(new SparseVector(space.dimensions(), new int[] { 0 }, new float[] { 1 }), 1);
	}

	private static SearchRequest request(LegQuery query, @Nullable MetadataFilter filter) {
		return new SearchRequest(List.of(query), Fusion.named("rrf"), HITS, HITS, filter);
	}

	private static List<Setting> avoiding(String... ways) {
		return Arrays.stream(ways).map((way) -> new Setting(way, "off")).toList();
	}

	/**
	 * An index that comes with the table of documents.
	 *
	 * @param method its method
	 * @param columns its columns, with commas between them
	 * @param purpose who uses it
	 * @param creation the statement that makes it, with a place for the table
	 */
	private record Wanted(String method, String columns, String purpose, String creation) {
	}

}
