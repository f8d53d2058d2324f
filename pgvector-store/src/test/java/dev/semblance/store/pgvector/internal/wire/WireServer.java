package dev.semblance.store.pgvector.internal.wire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SparseVector;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.ExtensionVersion;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.server.PgVectorServer;

/**
 * One connection to the server, and the vectors to send it.
 */
final class WireServer implements AutoCloseable {

	static final VectorSql SQL = new VectorSql(new Extension("public", ExtensionVersion.OLDEST_SUPPORTED));

	private final HikariDataSource pool = PgVectorServer.pool(1);

	private final Connection connection;

	WireServer() throws SQLException {
		this.connection = this.pool.getConnection();
	}

	Connection connection() {
		return this.connection;
	}

	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	byte[] bytes(SqlFragment query) throws SQLException {
		return read(query, ResultSet::getBytes);
	}

	String text(SqlFragment query) throws SQLException {
		return read(query, ResultSet::getString);
	}

	String text(String query) throws SQLException {
		return text(SqlFragment.of(query));
	}

	/** Returns the first column of all rows. */
	String lines(SqlFragment query) throws SQLException {
		return read(query, (result, column) -> {
			StringBuilder lines = new StringBuilder();
			do {
				lines.append(result.getString(column)).append('\n');
			}
			while (result.next());
			return lines.toString();
		});
	}

	private <T> T read(SqlFragment query, Column<T> column) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(query.sql())) {
			for (int i = 0; i < query.parameters().size(); i++) {
				query.parameters().get(i).bind(statement, i + 1);
			}
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return column.read(result, 1);
			}
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.pool.close();
	}

	/** Makes values of all magnitudes below the limit, signs and zeros of both. */
	static float[] anyFloats(Random random, int length, float limit) {
		float[] vector = new float[length];
		for (int i = 0; i < length; i++) {
			do {
				vector[i] = Float.intBitsToFloat(random.nextInt());
			}
			while (!(Math.abs(vector[i]) <= limit));
			vector[i] *= random.nextInt(16) == 0 ? 0 : 1;
		}
		return vector;
	}

	static SparseVector anySparse(Random random, int dimensions) {
		int[] indices = random.ints(random.nextInt(200), 0, dimensions).sorted().distinct().toArray();
		return new SparseVector(dimensions, indices, anyFloats(random, indices.length, Float.MAX_VALUE));
	}

	@FunctionalInterface
	private interface Column<T> {

		T read(ResultSet result, int column) throws SQLException;

	}

}
