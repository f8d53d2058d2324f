package dev.semblance.store.pgvector.internal.check;

import java.util.List;
import java.util.function.Function;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Setting;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a statement would use an index: as the server would plan it, and, if not, as it
 * would if it avoided all other ways.
 *
 * @param index the index
 * @param purpose who uses it
 * @param plan asks for the statement's plan under some more settings, as JSON
 * @param avoiding settings that make the other ways look expensive
 * @param certain whether an index that is not used even then cannot be used at all
 * @param rows rows of the table
 */
record PlannedUse(String index, String purpose, Function<List<Setting>, String> plan, List<Setting> avoiding,
		boolean certain, long rows) {

	/** Fewer rows are read in milliseconds, whatever way the planner takes. */
	private static final long MANY_ROWS = 10_000;

	private static final JsonMapper JSON = new JsonMapper();

	Finding finding() {
		String subject = "use of index " + this.index;
		if (isUsed(List.of())) {
			return Finding.ok(subject, "Used by %s.".formatted(this.purpose));
		}
		if (this.certain && !isUsed(this.avoiding)) {
			return Finding.problem(subject,
					"It cannot be used by %s: it is an index of something else, or compares in another way."
						.formatted(this.purpose),
					"Drop it (DROP INDEX CONCURRENTLY), and let the store build it: semblance store build.");
		}
		String found = "Not used by %s: for %s rows the server takes another way for cheaper".formatted(this.purpose,
				Quantities.count(this.rows));
		if (this.rows < MANY_ROWS) {
			return Finding.info(subject, found + ", as it should with so few.", null);
		}
		return Finding.warning(subject, found + ".",
				"Run ANALYZE on the table; if that does not help, see whether random_page_cost and effective_cache_size "
						+ "suit the machine (1.1 and half of its memory, with an SSD).");
	}

	private boolean isUsed(List<Setting> settings) {
		return JSON.readTree(this.plan.apply(settings)).findValuesAsString("Index Name").contains(this.index);
	}

}
