package dev.semblance.store.pgvector.internal.reembedding;

import java.util.List;
import java.util.Optional;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.database.Repetition;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.index.IndexBuilder;
import dev.semblance.store.pgvector.internal.index.IndexPlan;
import dev.semblance.store.pgvector.internal.schema.CollectionName;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SchemaOpener;
import dev.semblance.store.pgvector.internal.schema.SpaceRegister;
import dev.semblance.store.pgvector.internal.schema.Tables;
import dev.semblance.store.pgvector.internal.schema.TenantPartitions;
import dev.semblance.store.pgvector.internal.schema.TenantLayout;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * The HNSW indexes of a space, of all its partitions.
 *
 * @param settings what is known of the collection
 * @param space the space
 */
record SpaceIndexes(SpaceSettings settings, RecordedSpace space) {

	private static final String INDEXED = """
			SELECT coalesce(bool_and(t.indexed) FILTER (WHERE pg_relation_size(t.relid) > 0), false),
				coalesce(bool_or(t.indexed), false)
			FROM (SELECT l.relid, EXISTS (SELECT FROM pg_catalog.pg_index i
				JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am a ON a.oid = c.relam
				WHERE i.indrelid = l.relid AND i.indisvalid AND a.amname = 'hnsw') AS indexed
				FROM (%s) l) t""".formatted(TenantPartitions.LEAVES);

	/**
	 * Asks whether each table of a space that has vectors has an index, and whether any
	 * has one.
	 * @param table the qualified name of the space's table
	 */
	static SqlFragment indexed(String table) {
		return SqlFragment.of(INDEXED, SqlParameter.text(table), SqlParameter.text(table));
	}

	/**
	 * Returns what builds those that are missing.
	 */
	IndexBuilder builder() {
		OpenSchema schema = new SchemaOpener(this.settings.database(), new TenantLayout("", false, false))
			.open(this.settings.collection(), this.space);
		IndexPlan plan = this.settings.plan(this.space.description());
		List<HnswIndex> indexes = leaves().stream()
			.flatMap(
					(leaf) -> plan.of(tables(schema.tables(), leaf), schema.description(), schema.extension()).stream())
			.toList();
		// What takes an indexed space's place is asked as often.
		int fewest = isServedOneIndexed() ? 1 : this.settings.indexFrom();
		return new IndexBuilder(this.settings.database(), schema, indexes, fewest, plan.settings().buildMemory());
	}

	/**
	 * Refuses a space that lacks an index.
	 * @throws StoreException if it lacks one
	 */
	void requireComplete() {
		if (!builder().isComplete()) {
			throw new StoreException(
					"Space %s (%s) of collection %s has vectors enough for an HNSW index, and lacks it.".formatted(
							this.space.table().name(), this.space.description().model(), this.settings.collection()),
					"Build it before you switch, or searches would compare with every vector.", null);
		}
	}

	private List<Identifier> leaves() {
		return this.settings.database()
			.inTransaction("looking at the partitions of a space", Repetition.ALWAYS,
					(connection) -> this.settings.register().leaves(connection, this.space));
	}

	private static Tables tables(Tables tables, Identifier leaf) {
		return new Tables(tables.schema(), tables.dense(), tables.sparse(), (tables.dense() != null) ? leaf : null,
				(tables.sparse() != null) ? leaf : null, false);
	}

	private boolean isServedOneIndexed() {
		CollectionName collection = this.settings.collection();
		Optional<RecordedSpace> served = SpaceRegister.served(this.settings.register().all(),
				this.space.description().kind());
		return served.isPresent() && this.settings.database()
			.query("looking at the indexes of a space", List.of(), indexed(collection.qualified(served.get().table())),
					(rows) -> {
						rows.next();
						return rows.getBoolean(2);
					});
	}

}
