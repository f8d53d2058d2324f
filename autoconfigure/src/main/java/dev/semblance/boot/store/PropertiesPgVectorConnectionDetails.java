package dev.semblance.boot.store;

import java.util.Objects;

import dev.semblance.boot.SemblanceProperties.PgVector;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say of the database.
 *
 * @param properties the properties, with a URL
 */
record PropertiesPgVectorConnectionDetails(PgVector properties) implements PgVectorConnectionDetails {

	@Override
	public String getJdbcUrl() {
		return Objects.requireNonNull(this.properties.url());
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
