package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Whether the next build of each graph gets the memory that it needs.
 *
 * @param database the database
 * @param settings the server's settings
 * @param schema the tables
 * @param indexes the indexes
 * @param tables their tables
 */
record BuildMemoryCheck(Database database, ServerSettings settings, OpenSchema schema, List<HnswIndex> indexes,
		List<TableState> tables) implements Check {

	private static final long MEGABYTE = 1 << 20;

	/** Shared memory of a container for which nobody asked for more. */
	private static final long USUAL_SHARED_MEMORY = 64 * MEGABYTE;

	private static final int BIT_HEADER_BYTES = 8;

	/** Vectors of which the size is an average: the first, which are read at once. */
	private static final int MEASURED = 1_000;

	@Override
	public String subject() {
		return "memory of index builds";
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (HnswIndex index : this.indexes) {
			findings.addAll(findings(index));
		}
		return findings;
	}

	private List<Finding> findings(HnswIndex index) {
		long rows = this.tables.stream()
			.filter((table) -> table.name().equals(index.table().name()))
			.mapToLong(TableState::rows)
			.sum();
		long needed = GraphSize.of(rows, vectorBytes(index), index.settings().m());
		long allowed = Math.max(index.settings().buildMemory() * MEGABYTE,
				this.settings.number("maintenance_work_mem"));
		boolean due = !isBuilt(index);
		String subject = "memory to build index " + index.name().name();
		String found = "Its graph of %s vectors takes about %s, and a build may take %s"
			.formatted(Quantities.count(rows), Quantities.bytes(needed), Quantities.bytes(allowed));
		List<Finding> findings = new ArrayList<>();
		if (needed <= allowed) {
			findings.add(Finding.ok(subject, found + "."));
		}
		else {
			String remedy = "Raise HnswSettings.buildMemory (--build-memory), or maintenance_work_mem for REINDEX, to %d MB, if the server has as much to spare."
				.formatted(needed / MEGABYTE + 1);
			String consequence = found + ": what does not fit is built many times slower.";
			findings
				.add(due ? Finding.warning(subject, consequence, remedy) : Finding.info(subject, consequence, remedy));
		}
		if (due && usesSharedMemory() && allowed > USUAL_SHARED_MEMORY) {
			findings.add(Finding.info("shared " + subject,
					"Several processes build it in %s of shared memory, which /dev/shm of the server must have."
						.formatted(Quantities.bytes(allowed)),
					"In a container give it as much (docker run --shm-size), or set max_parallel_maintenance_workers = 0."));
		}
		return findings;
	}

	private boolean usesSharedMemory() {
		return this.schema.extension().version().hasSafeParallelBuild()
				&& this.settings.number("max_parallel_maintenance_workers") > 0
				&& this.settings.text("dynamic_shared_memory_type").equals("posix");
	}

	private double vectorBytes(HnswIndex index) {
		SpaceDescription dense = this.schema.description().dense();
		if (index.isOfSigns() && dense != null) {
			return BIT_HEADER_BYTES + dense.dimensions() / (double) Byte.SIZE;
		}
		return this.database.query("measuring vectors", List.of(),
				SqlFragment
					.of("SELECT coalesce(avg(pg_column_size(embedding)), 0) FROM (SELECT embedding FROM %s LIMIT %d) v"
						.formatted(index.qualifiedTable(), MEASURED)),
				(rows) -> {
					rows.next();
					return rows.getDouble(1);
				});
	}

	private boolean isBuilt(HnswIndex index) {
		return this.database.query("looking at index " + index.name(), List.of(), SqlFragment
			.of("SELECT coalesce((%s), false)".formatted(HnswIndex.VALID), SqlParameter.text(index.qualifiedName())),
				(rows) -> {
					rows.next();
					return rows.getBoolean(1);
				});
	}

}
