package dev.semblance.store.pgvector.internal.database;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the extension in a database. It is never created here: that is for whoever may.
 */
public final class ExtensionLookup {

	private static final Logger logger = LoggerFactory.getLogger(ExtensionLookup.class);

	/** Said once is enough: stores may be opened often. */
	private static final Set<ExtensionVersion> WARNED_OF = ConcurrentHashMap.newKeySet();

	private static final SqlFragment INSTALLED = SqlFragment
		.of("SELECT quote_ident(n.nspname), e.extversion, current_database(), current_setting('server_encoding') FROM (VALUES ('vector')) AS wanted (name) "
				+ "LEFT JOIN pg_catalog.pg_extension e ON e.extname = wanted.name "
				+ "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace");

	private ExtensionLookup() {
	}

	/**
	 * Finds the extension.
	 * @param database the database
	 * @return the extension
	 * @throws StoreException if it is missing or too old
	 */
	public static Extension in(Database database) {
		Extension extension = database.query("looking for the extension", List.of(), INSTALLED, (rows) -> {
			rows.next();
			requireUnicode(rows.getString(4), rows.getString(3));
			return found(rows.getString(1), rows.getString(2), rows.getString(3));
		});
		if (WARNED_OF.add(extension.version())) {
			extension.version().warning().ifPresent(logger::warn);
		}
		return extension;
	}

	private static void requireUnicode(String encoding, String database) {
		if (!encoding.equals("UTF8")) {
			throw new StoreException("The database %s is encoded in %s.".formatted(database, encoding),
					"Use a database in UTF8, the only encoding that keeps any text.", null);
		}
	}

	private static Extension found(@Nullable String schema, @Nullable String version, String database) {
		if (schema == null || version == null) {
			throw new StoreException("The database %s lacks the extension vector.".formatted(database),
					"Install pgvector on the server if it is not there, and let somebody who may create extensions "
							+ "run, once in this database: CREATE EXTENSION vector.",
					null);
		}
		ExtensionVersion parsed = ExtensionVersion.parse(version);
		if (parsed.compareTo(ExtensionVersion.OLDEST_SUPPORTED) < 0) {
			throw new StoreException("The database %s has pgvector %s.".formatted(database, version),
					"Update it to %s or later: install that on the server, then run ALTER EXTENSION vector UPDATE."
						.formatted(ExtensionVersion.OLDEST_SUPPORTED),
					null);
		}
		return new Extension(schema, parsed);
	}

}
