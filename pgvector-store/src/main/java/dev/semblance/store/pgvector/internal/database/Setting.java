package dev.semblance.store.pgvector.internal.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * A setting of the server that holds until the transaction ends.
 *
 * @param name its name
 * @param value its value
 */
public record Setting(String name, String value) {

	/**
	 * A plan that a connection made while the tables were small would be kept while they
	 * grow, and read a whole table for each row of a batch.
	 */
	private static final Setting PLANNED_EACH_TIME = new Setting("plan_cache_mode", "force_custom_plan");

	/** Lets the server decide whether a plan is kept. */
	public static final Setting PLAN_MAY_BE_KEPT = new Setting("plan_cache_mode", "auto");

	/**
	 * Returns settings by which a transaction ends, and its locks with it, soon after its
	 * client or the machine that it ran on is gone, instead of hours later.
	 * @param timeout longest time of a statement
	 * @return the settings
	 */
	static List<Setting> ofTransaction(Duration timeout) {
		return List.of(new Setting("idle_in_transaction_session_timeout", milliseconds(timeout)),
				new Setting("tcp_keepalives_idle", "30"), new Setting("tcp_keepalives_interval", "10"));
	}

	/**
	 * Makes a statement that sets all, and how long each statement of the transaction may
	 * take.
	 * @param settings the settings
	 * @param timeout longest time of a statement
	 * @return the statement
	 */
	static SqlFragment all(List<Setting> settings, Duration timeout) {
		List<Setting> all = new ArrayList<>();
		all.add(PLANNED_EACH_TIME);
		all.addAll(settings);
		all.add(new Setting("statement_timeout", milliseconds(timeout)));
		return SqlFragment.join("",
				List.of(SqlFragment.of("SELECT "), SqlFragment.join(", ", all.stream().map(Setting::set).toList())));
	}

	private static String milliseconds(Duration time) {
		return Long.toString(Math.max(1, time.toMillis()));
	}

	private SqlFragment set() {
		return SqlFragment.of("set_config(?::text, ?::text, true)", SqlParameter.text(this.name),
				SqlParameter.text(this.value));
	}

}
