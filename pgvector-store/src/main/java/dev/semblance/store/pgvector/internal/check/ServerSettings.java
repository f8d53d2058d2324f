package dev.semblance.store.pgvector.internal.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Settings of the server as they hold for the store's sessions. Every role may see them.
 *
 * @param values values by name; sizes in bytes
 */
record ServerSettings(Map<String, String> values) {

	private static final List<String> NAMES = List.of("server_version", "server_version_num", "fsync",
			"full_page_writes", "synchronous_commit", "data_checksums", "autovacuum", "track_counts", "shared_buffers",
			"maintenance_work_mem", "max_parallel_maintenance_workers", "dynamic_shared_memory_type");

	/**
	 * Copies the values.
	 */
	ServerSettings {
		values = Map.copyOf(values);
	}

	static ServerSettings read(Database database) {
		SqlFragment query = SqlFragment
			.of("SELECT name, CASE WHEN unit ~ 'B$' THEN pg_size_bytes(current_setting(name))::text ELSE setting END "
					+ "FROM pg_catalog.pg_settings WHERE name = ANY (?::text[])", SqlParameter.texts(NAMES));
		return database.query("reading the server's settings", List.of(), query, (rows) -> {
			Map<String, String> values = new HashMap<>();
			while (rows.next()) {
				values.put(rows.getString(1), rows.getString(2));
			}
			return new ServerSettings(values);
		});
	}

	String text(String name) {
		return this.values.getOrDefault(name, "");
	}

	boolean isOff(String name) {
		return text(name).equals("off");
	}

	long number(String name) {
		return Long.parseLong(this.values.getOrDefault(name, "0"));
	}

}
