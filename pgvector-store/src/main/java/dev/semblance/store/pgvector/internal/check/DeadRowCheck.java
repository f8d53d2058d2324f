package dev.semblance.store.pgvector.internal.check;

import java.util.List;

import dev.semblance.store.pgvector.check.Finding;

/**
 * How many rows are dead. Of a table of vectors they are dead entries of its graph, too:
 * a search meets them, drops them, and finds fewer of the living.
 *
 * @param tables the tables
 */
record DeadRowCheck(List<TableState> tables) implements Check {

	/** Fewer are no burden, in however small a table. */
	private static final long FEWEST_DEAD = 1_000;

	/**
	 * Autovacuum comes at a fifth of the rows, so at twice as much it does not keep up.
	 */
	private static final double MANY_OF_DOCUMENTS = 0.4;

	/** Of 100 candidates of a graph, ten are then lost. */
	private static final double MANY_OF_VECTORS = 0.1;

	/**
	 * Vacuum repairs the graph around each dead entry, which from here on takes longer
	 * than to build it anew.
	 */
	private static final double TOO_MANY_TO_REPAIR = 0.3;

	@Override
	public String subject() {
		return "dead rows";
	}

	@Override
	public List<Finding> findings() {
		return this.tables.stream().map(DeadRowCheck::finding).toList();
	}

	private static Finding finding(TableState table) {
		String subject = "dead rows of table " + table.name();
		double share = (double) table.deadRows() / Math.max(1, table.rows() + table.deadRows());
		String found = "%s of %s rows are dead (%s)".formatted(Quantities.count(table.deadRows()),
				Quantities.count(table.rows() + table.deadRows()), Quantities.percent(share));
		if (table.deadRows() < FEWEST_DEAD || share < (table.holdsVectors() ? MANY_OF_VECTORS : MANY_OF_DOCUMENTS)) {
			return Finding.ok(subject, found + ".");
		}
		if (!table.holdsVectors()) {
			return Finding.warning(subject, found + ".", "Run VACUUM (ANALYZE) %s.".formatted(table.qualifiedName()));
		}
		String vacuum = "VACUUM (ANALYZE) %s".formatted(table.qualifiedName());
		return Finding.warning(subject,
				found + ", and so are as many entries of its graph, which take the place of documents in a search.",
				(share < TOO_MANY_TO_REPAIR) ? "Run %s.".formatted(vacuum)
						: "Run REINDEX TABLE CONCURRENTLY %s, which is faster than to repair so much of a graph, then %s."
							.formatted(table.qualifiedName(), vacuum));
	}

}
