package dev.semblance.store.pgvector.internal.database;

/**
 * The extension in one database. Its types and operators are always named with its
 * schema, so that they are found whatever the search path is.
 *
 * @param schema the extension's schema, quoted; empty if it is on the search path
 * @param version its version
 */
public record Extension(String schema, ExtensionVersion version) {

	/**
	 * Returns an extension whose schema is not known, but is on the search path.
	 * @return the extension, as a script names it
	 */
	public static Extension onSearchPath() {
		return new Extension("", ExtensionVersion.OLDEST_SUPPORTED);
	}

	/**
	 * Names a type, a function or an operator class.
	 * @param name its name
	 * @return the name as it stands in a statement
	 */
	public String qualified(String name) {
		return this.schema.isEmpty() ? name : this.schema + "." + name;
	}

	/**
	 * Names an operator.
	 * @param operator the operator
	 * @return the operator as it stands in a statement
	 */
	public String operator(String operator) {
		return "OPERATOR(%s)".formatted(qualified(operator));
	}

}
