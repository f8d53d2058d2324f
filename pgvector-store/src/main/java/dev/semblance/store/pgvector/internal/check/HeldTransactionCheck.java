package dev.semblance.store.pgvector.internal.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * Transactions that are open for long. What was deleted since they began must stay for
 * them, whoever vacuums.
 *
 * @param database the database
 * @param longest how long a transaction may be open
 */
record HeldTransactionCheck(Database database, Duration longest) implements Check {

	static final String SUBJECT = "open transactions";

	/** Longer than any request, and about as long as a dump of a large database. */
	static final Duration LONGEST = Duration.ofHours(1);

	private static final String QUERY = "SELECT held.who, held.remedy, "
			+ "floor(extract(epoch FROM clock_timestamp() - held.since) / 60)::bigint FROM ("
			+ "SELECT 'Session ' || a.pid || ' of role ' || coalesce(a.usename::text, 'unknown') || ' (' || "
			+ "coalesce(nullif(a.application_name, ''), 'unnamed application') || ', ' || coalesce(a.state, 'unknown') || ')' AS who, "
			+ "'SELECT pg_terminate_backend(' || a.pid || ')' AS remedy, a.xact_start AS since "
			+ "FROM pg_catalog.pg_stat_activity a WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() "
			+ "AND (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL) UNION ALL "
			+ "SELECT 'Prepared transaction ' || quote_literal(p.gid), 'ROLLBACK PREPARED ' || quote_literal(p.gid), "
			+ "p.prepared FROM pg_catalog.pg_prepared_xacts p WHERE p.database = current_database()) held "
			+ "WHERE clock_timestamp() - held.since > make_interval(secs => ?::float8) ORDER BY held.since LIMIT 10";

	@Override
	public String subject() {
		return SUBJECT;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = this.database.query("looking for open transactions", List.of(),
				SqlFragment.of(QUERY, SqlParameter.real(this.longest.toMillis() / 1000.0)), (rows) -> {
					List<Finding> held = new ArrayList<>();
					while (rows.next()) {
						held.add(Finding.warning(SUBJECT,
								"%s has a transaction open for %d minutes: what was deleted since then cannot be removed."
									.formatted(rows.getString(1), rows.getLong(3)),
								"End it where it was begun, or by %s.".formatted(rows.getString(2))));
					}
					return held;
				});
		if (!seesOthers()) {
			findings.add(Finding.info(SUBJECT, "The role does not see what sessions of other roles do.",
					"Grant it pg_read_all_stats, or check with a role that has it."));
		}
		return findings.isEmpty()
				? List.of(Finding.ok(SUBJECT, "None is older than %d minutes.".formatted(this.longest.toMinutes())))
				: findings;
	}

	private boolean seesOthers() {
		return this.database.query("asking for the role's rights", List.of(),
				SqlFragment.of("SELECT pg_has_role('pg_read_all_stats', 'USAGE')"), (rows) -> {
					rows.next();
					return rows.getBoolean(1);
				});
	}

}
