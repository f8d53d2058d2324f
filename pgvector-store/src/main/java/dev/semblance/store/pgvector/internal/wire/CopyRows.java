package dev.semblance.store.pgvector.internal.wire;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows into a table by <code>COPY … FROM STDIN (FORMAT BINARY)</code>, through one
 * buffer. Every row starts with {@link #startRow} and goes on with one value for each
 * column, in their order. What is closed before it is finished leaves no row behind. The
 * server tells what it refuses when the rows are finished, or earlier.
 */
public final class CopyRows implements AutoCloseable {

	/** Large enough that the largest vector of any kind fits. */
	static final int BUFFER = 256 * 1024;

	private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

	private static final int NULL_LENGTH = -1;

	private static final byte JSONB_VERSION = 1;

	private static final short TRAILER = -1;

	private final CopyIn copy;

	private final int columns;

	private byte[] buffer = new byte[BUFFER];

	private int position;

	/** How many values the current row still lacks. */
	private int missing;

	CopyRows(CopyIn copy) {
		this.copy = copy;
		this.columns = copy.getFieldCount();
		System.arraycopy(SIGNATURE, 0, this.buffer, 0, SIGNATURE.length);
		// Neither flags nor a header extension: eight bytes of zeros.
		this.position = SIGNATURE.length + 2 * Integer.BYTES;
	}

	/**
	 * Starts to write.
	 * @param connection a connection of the PostgreSQL driver, or of a pool of them,
	 * which nobody may use otherwise until this is closed
	 * @param sql the statement: <code>COPY table (columns) FROM STDIN (FORMAT
	 * BINARY)</code>
	 * @return the rows to write, which the caller must close
	 * @throws SQLException if the server refuses the statement, or the connection is not
	 * one of PostgreSQL
	 */
	public static CopyRows into(Connection connection, String sql) throws SQLException {
		return new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
	}

	/**
	 * Starts the next row.
	 * @throws SQLException if the connection fails
	 */
	public void startRow() throws SQLException {
		checkRowIsFull();
		reserve(Short.BYTES);
		Wire.SHORT.set(this.buffer, this.position, (short) this.columns);
		this.position += Short.BYTES;
		this.missing = this.columns;
	}

	/**
	 * Writes a value that is not known.
	 * @throws SQLException if the connection fails
	 */
	public void writeNull() throws SQLException {
		field(0);
		Wire.INT.set(this.buffer, this.position, NULL_LENGTH);
		written(Integer.BYTES);
	}

	/**
	 * Writes into a column of type <code>integer</code>.
	 * @param value the number
	 * @throws SQLException if the connection fails
	 */
	public void writeInteger(int value) throws SQLException {
		field(Integer.BYTES);
		Wire.INT.set(this.buffer, this.position + Integer.BYTES, value);
		written(2 * Integer.BYTES);
	}

	/**
	 * Writes into a column of type <code>bigint</code>.
	 * @param value the number
	 * @throws SQLException if the connection fails
	 */
	public void writeLong(long value) throws SQLException {
		field(Long.BYTES);
		Wire.LONG.set(this.buffer, this.position + Integer.BYTES, value);
		written(Integer.BYTES + Long.BYTES);
	}

	/**
	 * Writes into a column of type <code>text</code>.
	 * @param value the text
	 * @throws SQLException if the connection fails
	 * @throws InvalidInputException if the text has the character NUL, which the database
	 * cannot hold
	 */
	public void writeText(@Nullable String value) throws SQLException {
		if (value == null) {
			writeNull();
		}
		else {
			writeBytes(utf8(value));
		}
	}

	/**
	 * Writes into a column of type <code>jsonb</code>.
	 * @param value the JSON
	 * @throws SQLException if the connection fails
	 */
	public void writeJson(@Nullable String value) throws SQLException {
		if (value == null) {
			writeNull();
		}
		else {
			byte[] utf8 = utf8(value);
			field(1 + utf8.length);
			this.buffer[this.position + Integer.BYTES] = JSONB_VERSION;
			System.arraycopy(utf8, 0, this.buffer, this.position + Integer.BYTES + 1, utf8.length);
			written(Integer.BYTES + 1 + utf8.length);
		}
	}

	/**
	 * Writes into a column of type <code>bytea</code>.
	 * @param value the bytes
	 * @throws SQLException if the connection fails
	 */
	public void writeBytes(byte @Nullable [] value) throws SQLException {
		if (value == null) {
			writeNull();
		}
		else {
			field(value.length);
			System.arraycopy(value, 0, this.buffer, this.position + Integer.BYTES, value.length);
			written(Integer.BYTES + value.length);
		}
	}

	/**
	 * Writes into a column of vectors.
	 * @param <T> the vectors
	 * @param codec the column's type
	 * @param value the vector
	 * @throws SQLException if the connection fails
	 * @throws InvalidInputException if the type cannot hold the vector
	 */
	public <T> void writeVector(VectorCodec<T> codec, @Nullable T value) throws SQLException {
		if (value == null) {
			writeNull();
		}
		else {
			int length = codec.length(value);
			field(length);
			codec.write(value, this.buffer, this.position + Integer.BYTES);
			written(Integer.BYTES + length);
		}
	}

	/**
	 * Ends the copy and waits for the server to take it.
	 * @return how many rows were written
	 * @throws SQLException if the server refuses a row or the connection fails
	 */
	public long finish() throws SQLException {
		checkRowIsFull();
		reserve(Short.BYTES);
		Wire.SHORT.set(this.buffer, this.position, TRAILER);
		this.position += Short.BYTES;
		flush();
		return this.copy.endCopy();
	}

	/**
	 * Gives up what is not finished. In a try-with-resources statement a failure of this
	 * is suppressed in favour of the one that led here.
	 * @throws SQLException if the server does not agree
	 */
	@Override
	public void close() throws SQLException {
		if (this.copy.isActive()) {
			this.copy.cancelCopy();
		}
	}

	private static byte[] utf8(String text) {
		int nul = text.indexOf('\0');
		if (nul >= 0) {
			throw new InvalidInputException(
					"A text has the character NUL at index %d, which PostgreSQL cannot hold.".formatted(nul),
					"Remove the character from the text.");
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private void checkRowIsFull() {
		if (this.missing > 0) {
			throw new IllegalStateException("The row lacks %d of its %d values.".formatted(this.missing, this.columns));
		}
	}

	/** Makes room for a value and writes its length. */
	private void field(int length) throws SQLException {
		if (this.missing == 0) {
			throw new IllegalStateException("The row has its %d values already.".formatted(this.columns));
		}
		reserve(Math.addExact(Integer.BYTES, length));
		Wire.INT.set(this.buffer, this.position, length);
	}

	/** Counts only now, so that a value refused halfway is not there. */
	private void written(int bytes) {
		this.position += bytes;
		this.missing--;
	}

	private void reserve(int bytes) throws SQLException {
		if (bytes > this.buffer.length - this.position) {
			flush();
			if (bytes > this.buffer.length) {
				this.buffer = new byte[bytes];
			}
		}
	}

	private void flush() throws SQLException {
		this.copy.writeToCopy(this.buffer, 0, this.position);
		this.position = 0;
	}

}
