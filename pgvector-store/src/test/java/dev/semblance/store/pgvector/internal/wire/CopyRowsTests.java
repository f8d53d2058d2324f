package dev.semblance.store.pgvector.internal.wire;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CopyRowsTests {

	private static final String COPY = "COPY wire FROM STDIN (FORMAT BINARY)";

	private WireServer server;

	@BeforeEach
	void connect() throws SQLException {
		this.server = new WireServer();
	}

	@AfterEach
	void disconnect() throws SQLException {
		this.server.close();
	}

	@Test
	void valuesOfEveryTypeArriveAsTheyAre() throws SQLException {
		this.server.execute("CREATE TEMP TABLE wire (a int, b bigint, c text, d jsonb, e bytea, f vector(2), "
				+ "g halfvec(3), h sparsevec(9), i bit(3))");
		try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
			rows.startRow();
			rows.writeInteger(-7);
			rows.writeLong(Long.MIN_VALUE);
			rows.writeText("Zürich \"東京\" 🙂\n\t\\.");
			rows.writeJson("{\"k\":[1,\"é\"]}");
			rows.writeBytes(new byte[] { 0, -1, 5 });
			rows.writeVector(VectorCodecs.VECTOR, new float[] { 1.5f, -2 });
			rows.writeVector(VectorCodecs.HALFVEC, new float[] { 0.1f, 0, 65504 });
			rows.writeVector(VectorCodecs.SPARSEVEC, new SparseVector(9, new int[] { 0, 8 }, new float[] { 0.25f, 3 }));
			rows.writeVector(VectorCodecs.BIT, new float[] { 1, -1, 0.5f });
			assertThat(rows.finish()).isEqualTo(1);
		}
		assertThat(this.server.text("SELECT concat_ws('|', a, b, d, e, f, g, h, i) FROM wire"))
			.isEqualTo("-7|-9223372036854775808|{\"k\": [1, \"é\"]}|\\x00ff05|[1.5,-2]|"
					+ "[0.099975586,0,65504]|{1:0.25,9:3}/9|101");
		assertThat(this.server.text("SELECT c FROM wire")).isEqualTo("Zürich \"東京\" 🙂\n\t\\.");
	}

	@Test
	void nullsArriveAsNulls() throws SQLException {
		this.server.execute("CREATE TEMP TABLE wire (a int, b text, c jsonb, d bytea, e vector)");
		try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
			rows.startRow();
			rows.writeNull();
			rows.writeText(null);
			rows.writeJson(null);
			rows.writeBytes(null);
			rows.writeVector(VectorCodecs.VECTOR, null);
			assertThat(rows.finish()).isEqualTo(1);
		}
		assertThat(this.server.text("SELECT num_nulls(a, b, c, d, e) FROM wire")).isEqualTo("5");
	}

	@Test
	void manyRowsOfAnySizeArriveInFull() throws SQLException {
		Random random = new Random(3);
		this.server.execute("CREATE TEMP TABLE wire (id int, text text, e vector, h halfvec, s sparsevec)");
		List<String> texts = new ArrayList<>();
		List<float[]> vectors = new ArrayList<>();
		List<SparseVector> sparse = new ArrayList<>();
		try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
			for (int i = 0; i < 300; i++) {
				// Some texts are larger than the buffer.
				int length = (i % 100 == 50) ? CopyRows.BUFFER + random.nextInt(1 << 20) : random.nextInt(5_000);
				texts.add("é".repeat(length));
				vectors.add(WireServer.anyFloats(random, 1 + random.nextInt(16_000), HalfPrecision.LARGEST));
				sparse.add(WireServer.anySparse(random, 30_522));
				rows.startRow();
				rows.writeInteger(i);
				rows.writeText(texts.get(i));
				rows.writeVector(VectorCodecs.VECTOR, vectors.get(i));
				rows.writeVector(VectorCodecs.HALFVEC, vectors.get(i));
				rows.writeVector(VectorCodecs.SPARSEVEC, sparse.get(i));
			}
			assertThat(rows.finish()).isEqualTo(300);
		}
		try (Statement statement = this.server.connection().createStatement();
				ResultSet result = statement.executeQuery(
						"SELECT text, %s, %s, %s FROM wire ORDER BY id".formatted(WireServer.SQL.vectorBytes("e"),
								WireServer.SQL.halfvecBytes("h"), WireServer.SQL.sparsevecBytes("s")))) {
			for (int i = 0; i < 300; i++) {
				assertThat(result.next()).isTrue();
				assertThat(result.getString(1)).isEqualTo(texts.get(i));
				assertThat(VectorCodecs.VECTOR.decode(result.getBytes(2))).isEqualTo(vectors.get(i));
				assertThat(result.getBytes(3)).isEqualTo(VectorCodecs.HALFVEC.encode(vectors.get(i)));
				assertThat(result.getBytes(4)).isEqualTo(VectorCodecs.SPARSEVEC.encode(sparse.get(i)));
			}
		}
	}

	@Test
	void noRowsAreFine() throws SQLException {
		createTable();
		try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
			assertThat(rows.finish()).isZero();
		}
	}

	@Test
	void rowsThatAreNotFinishedLeaveNothingBehind() throws SQLException {
		createTable();
		try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
			for (int i = 0; i < 10_000; i++) {
				write(rows, i, new float[] { 1, 2, 3 });
			}
		}
		assertTableIsEmpty();
	}

	@Test
	void aValueThatTheTypeCannotHoldEndsTheCopy() throws SQLException {
		createTable();
		assertThatThrownBy(() -> {
			try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
				write(rows, 1, new float[] { 1, 2, 3 });
				write(rows, 2, new float[] { 1, Float.NaN, 3 });
			}
		}).isInstanceOf(InvalidInputException.class);
		assertTableIsEmpty();
	}

	@Test
	void aTextWithNulIsRefusedByName() throws SQLException {
		this.server.execute("CREATE TEMP TABLE wire (id text)");
		assertThatThrownBy(() -> {
			try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
				rows.startRow();
				rows.writeText("ab\0");
			}
		}).isInstanceOf(InvalidInputException.class).hasMessageContaining("NUL at index 2");
		assertTableIsEmpty();
	}

	@Test
	void whatTheServerRefusesAtOnceIsTheFailure() throws SQLException {
		createTable();
		assertThatThrownBy(() -> {
			try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
				// The rest fills the server's and the driver's buffers many times.
				for (int i = 0; i < 200_000; i++) {
					write(rows, i, (i == 0) ? new float[] { 1, 2 } : new float[] { 1, 2, 3 });
				}
				rows.finish();
			}
		}).isInstanceOf(SQLException.class).hasMessageContaining("expected 3 dimensions, not 2");
		assertTableIsEmpty();
	}

	@Test
	void aRowNeedsOneValuePerColumn() throws SQLException {
		createTable();
		try (CopyRows rows = CopyRows.into(this.server.connection(), COPY)) {
			assertThatThrownBy(() -> rows.writeInteger(1)).isInstanceOf(IllegalStateException.class);
			rows.startRow();
			rows.writeInteger(1);
			assertThatThrownBy(rows::startRow).isInstanceOf(IllegalStateException.class)
				.hasMessage("The row lacks 1 of its 2 values.");
			assertThatThrownBy(rows::finish).isInstanceOf(IllegalStateException.class);
			rows.writeNull();
			assertThatThrownBy(rows::writeNull).isInstanceOf(IllegalStateException.class)
				.hasMessage("The row has its 2 values already.");
			assertThat(rows.finish()).isEqualTo(1);
		}
	}

	@Test
	void aFailedCancelIsSuppressedByWhatLedToIt() {
		SQLException cancel = new SQLException("The connection is gone.");
		assertThatThrownBy(() -> {
			try (CopyRows rows = new CopyRows(new FailingCopy(cancel))) {
				rows.startRow();
				throw new IllegalArgumentException("first");
			}
		}).hasMessage("first").hasSuppressedException(cancel);
	}

	private void createTable() throws SQLException {
		this.server.execute("CREATE TEMP TABLE wire (id int, e vector(3))");
	}

	private void assertTableIsEmpty() throws SQLException {
		assertThat(this.server.text("SELECT count(*) FROM wire")).isEqualTo("0");
	}

	private static void write(CopyRows rows, int id, float[] vector) throws SQLException {
		rows.startRow();
		rows.writeInteger(id);
		rows.writeVector(VectorCodecs.VECTOR, vector);
	}

	private record FailingCopy(SQLException failure) implements CopyIn {

		@Override
		public void writeToCopy(byte[] buffer, int offset, int length) {
		}

		@Override
		public void writeToCopy(ByteStreamWriter from) {
		}

		@Override
		public void flushCopy() {
		}

		@Override
		public long endCopy() {
			return 0;
		}

		@Override
		public int getFieldCount() {
			return 1;
		}

		@Override
		public int getFormat() {
			return 1;
		}

		@Override
		public int getFieldFormat(int field) {
			return 1;
		}

		@Override
		public boolean isActive() {
			return true;
		}

		@Override
		public void cancelCopy() throws SQLException {
			throw this.failure;
		}

		@Override
		public long getHandledRowCount() {
			return 0;
		}

	}

}
