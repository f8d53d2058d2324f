package dev.semblance.boot.store;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * How to reach the database of the store, for connections of its own. Without such a bean
 * the store takes the application's data source.
 */
public interface PgVectorConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the database.
	 * @return its JDBC URL
	 */
	String getJdbcUrl();

	/**
	 * Returns who logs in.
	 * @return the name; {@code null} if the URL has it
	 */
	@Nullable String getUsername();

	/**
	 * Returns the password.
	 * @return the password; {@code null} if there is none, or the URL has it
	 */
	@Nullable String getPassword();

}
