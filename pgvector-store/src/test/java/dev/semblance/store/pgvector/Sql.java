package dev.semblance.store.pgvector;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * What tests ask the server past the store.
 */
final class Sql {

	private Sql() {
	}

	static void execute(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test's statement failed: " + sql, ex);
		}
	}

	/** Returns the first column of the first row as text. */
	static String value(DataSource dataSource, String sql) {
		return column(dataSource, sql).get(0);
	}

	/** Returns the first column of all rows as texts. */
	static List<String> column(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> column = new ArrayList<>();
			while (rows.next()) {
				column.add(String.valueOf(rows.getString(1)));
			}
			return column;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The test's question failed: " + sql, ex);
		}
	}

}
