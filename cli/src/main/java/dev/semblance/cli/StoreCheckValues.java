package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.semblance.store.pgvector.check.CheckedTable;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.StoreCheck;
import org.jspecify.annotations.Nullable;

/**
 * A check of a store as values by name, for programs. Names stay.
 */
final class StoreCheckValues {

	private StoreCheckValues() {
	}

	static Map<String, @Nullable Object> of(StoreCheck check) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("server", check.server());
		values.put("extension", check.extension());
		values.put("schema", check.schema());
		values.put("collection", check.collection());
		values.put("tenant", check.tenant());
		values.put("documents", check.documents());
		values.put("tables", check.tables().stream().map(StoreCheckValues::of).toList());
		values.put("healthy", check.isHealthy());
		values.put("findings", check.findings().stream().map(StoreCheckValues::of).toList());
		return values;
	}

	private static Map<String, @Nullable Object> of(CheckedTable table) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("name", table.name());
		values.put("contents", label(table.contents()));
		values.put("rows", table.rows());
		values.put("dead_rows", table.deadRows());
		values.put("bytes", table.bytes());
		values.put("index_bytes", table.indexBytes());
		return values;
	}

	private static Map<String, @Nullable Object> of(Finding finding) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("severity", label(finding.severity()));
		values.put("subject", finding.subject());
		values.put("found", finding.found());
		values.put("remedy", finding.remedy());
		return values;
	}

	static String label(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
