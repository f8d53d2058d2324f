package dev.semblance.store.pgvector.internal.schema;

import dev.semblance.store.pgvector.internal.sql.Identifier;

/**
 * How texts become lexemes: a text search configuration of PostgreSQL.
 *
 * @param name its name, for example {@code english}
 */
public record TextSearchLanguage(String name) {

	/** English. */
	public static final TextSearchLanguage ENGLISH = new TextSearchLanguage("english");

	/** Semblance's name for words as they are written. */
	private static final String STANDARD = "standard";

	/**
	 * Checks the name.
	 */
	public TextSearchLanguage {
		name = name.equals(STANDARD) ? "simple" : new Identifier(name).name();
	}

	/**
	 * Returns the configuration as a literal of type regconfig holds it. Those that come
	 * with PostgreSQL are all in one schema, and no other is meant.
	 * @return the qualified and quoted name
	 */
	public String configuration() {
		return "pg_catalog." + new Identifier(this.name);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
