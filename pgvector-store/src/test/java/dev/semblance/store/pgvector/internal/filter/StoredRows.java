package dev.semblance.store.pgvector.internal.filter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table of metadata, each row numbered by its place in a list.
 */
final class StoredRows implements AutoCloseable {

	private static final String COLUMN = "d.metadata";

	private final TestSchema schema = new TestSchema();

	private final HikariDataSource pool;

	private final Connection connection;

	private final List<Map<String, Object>> rows;

	StoredRows(List<Map<String, Object>> rows) throws SQLException {
		this(rows, PgVectorServer.pool(1));
	}

	/** Makes rows in a database that a pool, which is closed with the rows, leads to. */
	StoredRows(List<Map<String, Object>> rows, HikariDataSource pool) throws SQLException {
		this.rows = rows;
		this.pool = pool;
		this.connection = this.pool.getConnection();
		execute("CREATE SCHEMA " + this.schema.name());
		execute("CREATE TABLE %s (id integer PRIMARY KEY, metadata jsonb NOT NULL)".formatted(table()));
		try (PreparedStatement insert = this.connection
			.prepareStatement("INSERT INTO %s VALUES (?, ?::jsonb)".formatted(table()))) {
			for (int i = 0; i < rows.size(); i++) {
				insert.setInt(1, i);
				insert.setString(2, MetadataJson.write(rows.get(i)));
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	/** Makes rows of one value each, under the same key. */
	static StoredRows ofValues(String key, List<?> values) throws SQLException {
		return new StoredRows(values.stream().map((value) -> Map.<String, Object>of(key, value)).toList());
	}

	String table() {
		return this.schema.name() + ".documents";
	}

	void execute(String sql) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.execute();
		}
	}

	/** Compares what the server selects with what the filter matches. */
	void requireSame(MetadataFilter filter) throws SQLException {
		List<Integer> expected = IntStream.range(0, this.rows.size())
			.filter((row) -> filter.matches(this.rows.get(row)))
			.boxed()
			.toList();
		assertThat(select(filter)).as(() -> filter.toString().replaceAll("(.)\\1{20,}", "$1...")).isEqualTo(expected);
	}

	List<Integer> select(MetadataFilter filter) throws SQLException {
		return column(SqlFragment.of("SELECT d.id FROM %s d WHERE ".formatted(table()))
			.then(FilterSql.condition(filter, COLUMN))
			.then(" ORDER BY d.id")).stream().map(Integer::valueOf).toList();
	}

	String explain(MetadataFilter filter) throws SQLException {
		return String.join("\n", column(SqlFragment.of("EXPLAIN SELECT d.id FROM %s d WHERE ".formatted(table()))
			.then(FilterSql.condition(filter, COLUMN))));
	}

	/** Returns the first column of all rows that a statement returns. */
	List<String> column(SqlFragment sql) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql.sql())) {
			int index = 1;
			for (SqlParameter parameter : sql.parameters()) {
				parameter.bind(statement, index++);
			}
			List<String> column = new ArrayList<>();
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					column.add(result.getString(1));
				}
			}
			return column;
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.pool.close();
		this.schema.close();
	}

}
