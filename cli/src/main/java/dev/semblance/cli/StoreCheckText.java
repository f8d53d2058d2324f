package dev.semblance.cli;

import java.util.Locale;

import dev.semblance.store.pgvector.check.CheckedTable;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;

/**
 * A check of a store for people: what it is, then a line for each thing that was looked
 * at, and below it what to do.
 */
final class StoreCheckText {

	private static final String LAYOUT = "%-12s%s%n";

	private static final long MEGABYTE = 1 << 20;

	private StoreCheckText() {
	}

	static String of(StoreCheck check) {
		StringBuilder text = new StringBuilder();
		add(text, "server", "PostgreSQL %s, pgvector %s".formatted(check.server(), check.extension()));
		add(text, "collection", "%s in schema %s%s".formatted(check.collection(), check.schema(),
				check.tenant().isEmpty() ? "" : ", tenant " + check.tenant()));
		add(text, "documents", check.documents() + ((check.documents() < StoreCheck.MOST_COUNTED) ? "" : " or more"));
		check.tables().forEach((table) -> add(text, "table", of(table)));
		for (Finding finding : check.findings()) {
			add(text, (finding.severity() == Severity.OK) ? "ok" : finding.severity().name(),
					"%s: %s".formatted(finding.subject(), finding.found()));
			String remedy = finding.remedy();
			if (remedy != null) {
				add(text, "", remedy);
			}
		}
		return text.toString();
	}

	private static String of(CheckedTable table) {
		return String.format(Locale.ROOT, "%s: %s, about %d rows and %d dead ones, %.1f MB and %.1f MB of indexes",
				table.name(), StoreCheckValues.label(table.contents()).replace('_', ' '), table.rows(),
				table.deadRows(), (double) table.bytes() / MEGABYTE, (double) table.indexBytes() / MEGABYTE);
	}

	private static void add(StringBuilder text, String label, String line) {
		text.append(LAYOUT.formatted(label, line.replaceAll("\\R", " ")));
	}

}
