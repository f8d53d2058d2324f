package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.check.Finding;

/**
 * Whether the server removes dead rows and renews statistics by itself.
 *
 * @param settings the server's settings
 * @param tables the tables
 */
record AutovacuumCheck(ServerSettings settings, List<TableState> tables) implements Check {

	static final String SUBJECT = "autovacuum";

	private static final String CONSEQUENCE = "dead rows stay, and statistics become old";

	@Override
	public String subject() {
		return SUBJECT;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		Stream.of("autovacuum", "track_counts")
			.filter(this.settings::isOff)
			.forEach((setting) -> findings
				.add(Finding.warning(SUBJECT, "%s is off for the whole server: %s.".formatted(setting, CONSEQUENCE),
						"Set %s = on in the server's configuration, and reload it.".formatted(setting))));
		this.tables.stream()
			.filter((table) -> !table.autovacuum())
			.forEach((table) -> findings.add(Finding.warning(SUBJECT,
					"Autovacuum is switched off for table %s: %s.".formatted(table.name(), CONSEQUENCE),
					"Run ALTER TABLE %s RESET (autovacuum_enabled), or VACUUM (ANALYZE) it yourself."
						.formatted(table.qualifiedName()))));
		return findings.isEmpty() ? List.of(Finding.ok(SUBJECT, "On.")) : findings;
	}

}
