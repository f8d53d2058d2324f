package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.ExtensionVersion;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * Versions of server and extension.
 *
 * @param database the database
 * @param settings the server's settings
 * @param extension version of the extension in the database
 */
record VersionCheck(Database database, ServerSettings settings, ExtensionVersion extension) implements Check {

	static final String SERVER = "server version";

	static final String EXTENSION = "extension version";

	/** The oldest that pgvector 0.8 runs on. */
	private static final int OLDEST_SUPPORTED = 13;

	/** PostgreSQL 13 gets no fixes any more since November 2025. */
	private static final int OLDEST_MAINTAINED = 14;

	@Override
	public String subject() {
		return EXTENSION;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		findings.add(server());
		findings.addAll(extension(available()));
		return findings;
	}

	private Finding server() {
		String version = this.settings.text("server_version");
		long major = this.settings.number("server_version_num") / 10_000;
		if (major < OLDEST_SUPPORTED) {
			return Finding.problem(SERVER,
					"PostgreSQL %s is older than %d, which pgvector needs.".formatted(version, OLDEST_SUPPORTED),
					"Upgrade the server to a version that is maintained.");
		}
		if (major < OLDEST_MAINTAINED) {
			return Finding.warning(SERVER,
					"PostgreSQL %s is older than %d, and gets no fixes any more.".formatted(version, OLDEST_MAINTAINED),
					"Upgrade the server to a version that is maintained.");
		}
		return Finding.ok(SERVER, "PostgreSQL %s.".formatted(version));
	}

	/**
	 * Looks at the extension.
	 * @param available the version that the server's files would install
	 */
	List<Finding> extension(ExtensionVersion available) {
		boolean newer = available.compareTo(this.extension) > 0;
		String update = "ALTER EXTENSION vector UPDATE in this database";
		List<Finding> findings = new ArrayList<>();
		this.extension.defect()
			.ifPresent((defect) -> findings.add(Finding.warning(EXTENSION, defect,
					"Update to %s or later%s; then run %s, and REINDEX INDEX CONCURRENTLY for each HNSW index."
						.formatted(ExtensionVersion.SAFE_VACUUM,
								(available.compareTo(ExtensionVersion.SAFE_VACUUM) >= 0)
										? ", which the server has (%s)".formatted(available)
										: ": install it on the server",
								update))));
		if (newer) {
			findings.add(Finding.info(EXTENSION, "The database has pgvector %s, and the server could give it %s."
				.formatted(this.extension, available), "Run %s.".formatted(update)));
		}
		return findings.isEmpty() ? List.of(Finding.ok(EXTENSION, "pgvector %s.".formatted(this.extension))) : findings;
	}

	private ExtensionVersion available() {
		return this.database.query("looking for newer extensions", List.of(),
				SqlFragment.of("SELECT default_version FROM pg_catalog.pg_available_extensions WHERE name = 'vector'"),
				(rows) -> rows.next() ? ExtensionVersion.parse(rows.getString(1)) : this.extension);
	}

}
