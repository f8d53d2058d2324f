package dev.semblance.boot.store;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the store's connections come from. It is a bean so that a pool of the store's own
 * is closed after the store, and no bean of the type {@link DataSource}, which would take
 * the place of the application's.
 */
final class StoreConnections implements AutoCloseable {

	private final DataSource dataSource;

	private final @Nullable HikariDataSource own;

	private StoreConnections(DataSource dataSource, @Nullable HikariDataSource own) {
		this.dataSource = dataSource;
		this.own = own;
	}

	static StoreConnections of(DataSource dataSource) {
		return new StoreConnections(dataSource, null);
	}

	static StoreConnections pooled(PgVectorConnectionDetails details, int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("semblance-store");
		pool.setJdbcUrl(details.getJdbcUrl());
		pool.setUsername(details.getUsername());
		pool.setPassword(details.getPassword());
		pool.setMaximumPoolSize(size);
		// The store says what is wrong with the database when it is opened.
		pool.setInitializationFailTimeout(-1);
		return new StoreConnections(pool, pool);
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void close() {
		if (this.own != null) {
			this.own.close();
		}
	}

}
