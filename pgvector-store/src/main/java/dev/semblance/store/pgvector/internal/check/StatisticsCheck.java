package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;

/**
 * Whether the planner knows what is in the tables.
 *
 * @param tables the tables
 */
record StatisticsCheck(List<TableState> tables) implements Check {

	/** Fewer rows are read at once, whatever the planner believes. */
	private static final long FEWEST_ROWS = 1_000;

	/** Autovacuum analyzes at a tenth, so at twice as much it does not keep up. */
	private static final double STALE_SHARE = 0.2;

	@Override
	public String subject() {
		return "statistics";
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (TableState table : this.tables) {
			String subject = "statistics of table " + table.name();
			String remedy = "Run ANALYZE %s.".formatted(table.qualifiedName());
			if (table.rows() >= FEWEST_ROWS && !table.analyzed()) {
				findings.add(Finding.warning(subject,
						"The table has %s rows and was never analyzed, so the server guesses how to search it."
							.formatted(Quantities.count(table.rows())),
						remedy));
			}
			else if (table.changedRows() >= FEWEST_ROWS + STALE_SHARE * table.rows()) {
				findings.add(
						Finding.warning(subject,
								"%s rows were written since the table, of %s rows, was analyzed."
									.formatted(Quantities.count(table.changedRows()), Quantities.count(table.rows())),
								remedy));
			}
			else {
				findings.add(Finding.ok(subject, "Up to date."));
			}
		}
		return findings;
	}

}
