package dev.semblance.boot.store;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.boot.SemblanceProperties.PgVector;
import org.jspecify.annotations.Nullable;

/**
 * Where the store's connections come from. It is a bean so that a pool of the store's own
 * is closed after the store, and no bean of the type {@link DataSource}, which would take
 * the place of the application's.
 */
final class StoreConnections implements AutoCloseable {

	private final DataSource dataSource;

	private final @Nullable DataSource replica;

	private final List<HikariDataSource> own;

	private StoreConnections(DataSource dataSource, @Nullable DataSource replica, List<HikariDataSource> own) {
		this.dataSource = dataSource;
		this.replica = replica;
		this.own = own;
	}

	static StoreConnections of(DataSource dataSource) {
		return new StoreConnections(dataSource, null, List.of());
	}

	static StoreConnections pooled(PgVectorConnectionDetails details, int size) {
		HikariDataSource pool = pool("semblance-store", details.getJdbcUrl(), details.getUsername(),
				details.getPassword(), size);
		return new StoreConnections(pool, null, List.of(pool));
	}

	/**
	 * Adds connections to the replica, if the properties name one.
	 */
	StoreConnections withReplica(PgVector properties, @Nullable String username, @Nullable String password) {
		if (properties.replicaUrl() == null) {
			return this;
		}
		HikariDataSource pool = pool("semblance-replica", properties.replicaUrl(), username, password,
				properties.connections());
		return new StoreConnections(this.dataSource, pool, Stream.concat(Stream.of(pool), this.own.stream()).toList());
	}

	private static HikariDataSource pool(String name, String url, @Nullable String username, @Nullable String password,
			int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName(name);
		pool.setJdbcUrl(url);
		pool.setUsername(username);
		pool.setPassword(password);
		pool.setMaximumPoolSize(size);
		// The store says what is wrong with the database when it is opened.
		pool.setInitializationFailTimeout(-1);
		return pool;
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	@Nullable DataSource replica() {
		return this.replica;
	}

	@Override
	public void close() {
		this.own.forEach(HikariDataSource::close);
	}

}
