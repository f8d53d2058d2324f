package dev.semblance.store.pgvector.internal.sql;

import java.util.regex.Pattern;

import dev.semblance.encoders.InvalidInputException;

/**
 * A name of something in the database, checked, and always quoted where it stands in a
 * statement.
 *
 * @param name the name: a letter or underscore, then letters, digits and underscores, at
 * most {@value #LONGEST} of them, all of ASCII
 */
public record Identifier(String name) {

	/** Longest name that PostgreSQL does not cut. */
	public static final int LONGEST = 63;

	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,%d}".formatted(LONGEST - 1));

	/**
	 * Checks the name.
	 */
	public Identifier {
		if (!ALLOWED.matcher(name).matches()) {
			throw new InvalidInputException("'%s' cannot be the name of anything in the database.".formatted(name),
					"Use a letter or underscore, then letters, digits and underscores, at most %d in all."
						.formatted(LONGEST));
		}
	}

	/**
	 * Returns the name as it stands in a statement.
	 * @return the quoted name
	 */
	@Override
	public String toString() {
		return '"' + this.name + '"';
	}

}
