package dev.semblance.store.pgvector.internal.sql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * A value that travels beside a statement's text. Its place in the text is always
 * <code>?::type</code>, so that the server never guesses.
 */
@FunctionalInterface
public interface SqlParameter {

	/**
	 * Binds the value.
	 * @param statement the statement
	 * @param index which of its parameters, from 1
	 * @throws SQLException if the driver refuses
	 */
	void bind(PreparedStatement statement, int index) throws SQLException;

	/**
	 * Makes a text, for <code>?::text</code> and all that is written as text, such as
	 * <code>?::jsonb</code>.
	 * @param value the text, without NUL, or {@code null}
	 * @return the parameter
	 */
	static SqlParameter text(@Nullable String value) {
		return (statement, index) -> statement.setString(index, value);
	}

	/**
	 * Makes several texts, for <code>?::text[]</code> or <code>?::jsonb[]</code>.
	 * @param values the texts, without NUL
	 * @return the parameter
	 */
	static SqlParameter texts(Collection<String> values) {
		return (statement, index) -> {
			Connection connection = statement.getConnection();
			statement.setArray(index, connection.createArrayOf("text", values.toArray()));
		};
	}

	/**
	 * Makes several byte strings, for <code>?::bytea[]</code>.
	 * @param values the byte strings
	 * @return the parameter
	 */
	static SqlParameter bytes(Collection<byte[]> values) {
		return (statement, index) -> {
			Connection connection = statement.getConnection();
			statement.setArray(index, connection.createArrayOf("bytea", values.toArray(byte[][]::new)));
		};
	}

	/**
	 * Makes several whole numbers, for <code>?::bigint[]</code>.
	 * @param values the numbers
	 * @return the parameter
	 */
	static SqlParameter longs(Collection<Long> values) {
		return (statement, index) -> {
			Connection connection = statement.getConnection();
			statement.setArray(index, connection.createArrayOf("bigint", values.toArray()));
		};
	}

	/**
	 * Makes a whole number, for <code>?::bigint</code>.
	 * @param value the number
	 * @return the parameter
	 */
	static SqlParameter longNumber(long value) {
		return (statement, index) -> statement.setLong(index, value);
	}

	/**
	 * Makes a number, for <code>?::numeric</code>.
	 * @param value the number
	 * @return the parameter
	 */
	static SqlParameter number(BigDecimal value) {
		return (statement, index) -> statement.setBigDecimal(index, value);
	}

	/**
	 * Makes a whole number, for <code>?::integer</code>.
	 * @param value the number
	 * @return the parameter
	 */
	static SqlParameter integer(int value) {
		return (statement, index) -> statement.setInt(index, value);
	}

	/**
	 * Makes a floating-point number, for <code>?::float8</code>.
	 * @param value the number
	 * @return the parameter
	 */
	static SqlParameter real(double value) {
		return (statement, index) -> statement.setDouble(index, value);
	}

}
