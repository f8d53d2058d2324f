package dev.semblance.boot.store;

import dev.semblance.boot.SemblanceProperties.PgVector;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say of the database.
 *
 * @param url the database
 * @param properties who logs in
 */
record PropertiesPgVectorConnectionDetails(String url, PgVector properties) implements PgVectorConnectionDetails {

	@Override
	public String getJdbcUrl() {
		return this.url;
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.password();
	}

	/** Nobody prints a password by chance. */
	@Override
	public String toString() {
		return "PropertiesPgVectorConnectionDetails";
	}

}
