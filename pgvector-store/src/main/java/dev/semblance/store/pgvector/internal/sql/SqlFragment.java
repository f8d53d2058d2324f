package dev.semblance.store.pgvector.internal.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a statement with the parameters that belong to its question marks, in their
 * order. The text is made of constants and of {@link Identifier}s, never of input.
 *
 * @param sql the text
 * @param parameters one parameter for each <code>?</code>
 */
public record SqlFragment(String sql, List<SqlParameter> parameters) {

	/**
	 * Copies the parameters.
	 */
	public SqlFragment {
		parameters = List.copyOf(parameters);
	}

	/**
	 * Creates a fragment.
	 * @param sql the text
	 * @param parameters one parameter for each <code>?</code>
	 * @return the fragment
	 */
	public static SqlFragment of(String sql, SqlParameter... parameters) {
		return new SqlFragment(sql, Arrays.asList(parameters));
	}

	/**
	 * Puts fragments one after the other.
	 * @param separator what stands between two of them
	 * @param fragments the fragments
	 * @return one fragment, empty if there are none
	 */
	public static SqlFragment join(String separator, List<SqlFragment> fragments) {
		List<SqlParameter> parameters = new ArrayList<>();
		fragments.forEach((fragment) -> parameters.addAll(fragment.parameters()));
		return new SqlFragment(fragments.stream().map(SqlFragment::sql).collect(Collectors.joining(separator)),
				parameters);
	}

	/**
	 * Appends another fragment.
	 * @param next what follows
	 * @return both as one
	 */
	public SqlFragment then(SqlFragment next) {
		return join("", List.of(this, next));
	}

	/**
	 * Appends text and its parameters.
	 * @param sql the text
	 * @param parameters one parameter for each <code>?</code>
	 * @return both as one
	 */
	public SqlFragment then(String sql, SqlParameter... parameters) {
		return then(of(sql, parameters));
	}

}
