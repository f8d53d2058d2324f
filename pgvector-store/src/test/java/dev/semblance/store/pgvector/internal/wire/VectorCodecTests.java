package dev.semblance.store.pgvector.internal.wire;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorCodecTests {

	private static final int[] DIMENSIONS = { 1, 2, 7, 8, 9, 384, 1025, 16_000 };

	private WireServer server;

	private final Random random = new Random(7);

	@BeforeAll
	void connect() throws SQLException {
		this.server = new WireServer();
	}

	@AfterAll
	void disconnect() throws SQLException {
		this.server.close();
	}

	@Test
	void aVectorHasTheBytesThatTheServerSends() throws SQLException {
		for (int dimensions : DIMENSIONS) {
			float[] vector = WireServer.anyFloats(this.random, dimensions, Float.MAX_VALUE);
			byte[] bytes = sent("vector_send(('%s'::real[])::vector)", Arrays.toString(vector));
			assertThat(VectorCodecs.VECTOR.encode(vector)).isEqualTo(bytes);
			assertThat(VectorCodecs.VECTOR.decode(bytes)).isEqualTo(vector);
		}
	}

	@Test
	void aHalfvecHasTheBytesThatTheServerSends() throws SQLException {
		for (int dimensions : DIMENSIONS) {
			float[] vector = WireServer.anyFloats(this.random, dimensions, HalfPrecision.LARGEST);
			byte[] bytes = sent("halfvec_send(('%s'::real[])::halfvec)", Arrays.toString(vector));
			assertThat(VectorCodecs.HALFVEC.encode(vector)).isEqualTo(bytes);
			assertThat(VectorCodecs.HALFVEC.encode(VectorCodecs.HALFVEC.decode(bytes))).isEqualTo(bytes);
		}
	}

	@Test
	void bitsAreWhatTheServerQuantizes() throws SQLException {
		for (int dimensions : DIMENSIONS) {
			float[] vector = WireServer.anyFloats(this.random, dimensions, Float.MAX_VALUE);
			byte[] bytes = sent("bit_send(binary_quantize(('%s'::real[])::vector))", Arrays.toString(vector));
			assertThat(VectorCodecs.BIT.encode(vector)).isEqualTo(bytes);
			assertThat(VectorCodecs.BIT.encode(VectorCodecs.BIT.decode(bytes))).isEqualTo(bytes);
		}
	}

	@Test
	void decodedBitsAreOnesAndZeros() {
		assertThat(VectorCodecs.BIT.decode(VectorCodecs.BIT.encode(new float[] { 0.1f, -3, 0, -0.0f, 7 })))
			.containsExactly(1, 0, 0, 0, 1);
	}

	@Test
	void aSparsevecHasTheBytesThatTheServerSends() throws SQLException {
		for (int dimensions : new int[] { 1, 5, 30_522, 1_000_000_000 }) {
			for (int round = 0; round < 10; round++) {
				SparseVector vector = WireServer.anySparse(this.random, dimensions);
				StringBuilder text = new StringBuilder();
				for (int i = 0; i < vector.values().length; i++) {
					text.append(text.isEmpty() ? "" : ",")
						.append(vector.indices()[i] + 1)
						.append(':')
						.append(vector.values()[i]);
				}
				byte[] bytes = sent("sparsevec_send('{%s}/" + dimensions + "'::sparsevec)", text.toString());
				assertThat(VectorCodecs.SPARSEVEC.encode(vector)).isEqualTo(bytes);
				SparseVector decoded = VectorCodecs.SPARSEVEC.decode(bytes);
				assertThat(decoded.dimensions()).isEqualTo(dimensions);
				assertThat(VectorCodecs.SPARSEVEC.encode(decoded)).isEqualTo(bytes);
			}
		}
	}

	@Test
	void aSparsevecHoldsNoZeros() {
		SparseVector vector = new SparseVector(9, new int[] { 0, 3, 5, 8 }, new float[] { 0, 2, -0.0f, -1 });
		SparseVector decoded = VectorCodecs.SPARSEVEC.decode(VectorCodecs.SPARSEVEC.encode(vector));
		assertThat(decoded.indices()).containsExactly(3, 8);
		assertThat(decoded.values()).containsExactly(2, -1);
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY })
	void aValueThatIsNotFiniteIsRefusedByName(float value) {
		assertThatThrownBy(() -> VectorCodecs.VECTOR.encode(new float[] { 1, value }))
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("A vector cannot hold %s, at dimension 1.".formatted(value));
		assertThatThrownBy(() -> VectorCodecs.HALFVEC.encode(new float[] { 1, value }))
			.isInstanceOf(InvalidInputException.class);
	}

	@Test
	void aHalfvecRefusesWhatIsTooLargeForIt() {
		assertThatThrownBy(() -> VectorCodecs.HALFVEC.encode(new float[] { 1, 2, -65520 }))
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("A halfvec cannot hold -65520.0, at dimension 2.");
	}

	@Test
	void sizesThatTheTypeCannotHaveAreRefused() {
		assertRefused(VectorCodecs.VECTOR, new float[0]);
		assertRefused(VectorCodecs.VECTOR, new float[16_001]);
		assertRefused(VectorCodecs.HALFVEC, new float[16_001]);
		assertRefused(VectorCodecs.BIT, new float[0]);
		assertRefused(VectorCodecs.SPARSEVEC, new SparseVector(0, new int[0], new float[0]));
		float[] ones = new float[16_001];
		Arrays.fill(ones, 1);
		int[] indices = new int[ones.length];
		Arrays.setAll(indices, (index) -> index);
		assertRefused(VectorCodecs.SPARSEVEC, new SparseVector(30_000, indices, ones));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void bytesThatAreCutOrGrownAreMalformed(VectorCodec<?> codec, byte[] bytes) {
		for (int length = 0; length <= bytes.length + 8; length++) {
			if (length != bytes.length) {
				assertMalformed(codec, Arrays.copyOf(bytes, length));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void anyOtherBytesAreAVectorOrMalformed(VectorCodec<?> codec, byte[] bytes) {
		for (int round = 0; round < 5_000; round++) {
			byte[] changed = bytes.clone();
			for (int i = 0; i <= round % 4; i++) {
				changed[this.random.nextInt(changed.length)] = (byte) this.random.nextInt();
			}
			decodeOrComplain(codec, changed);
		}
	}

	static Stream<Object[]> codecs() {
		float[] vector = { 1, -2, 3, 0.5f, 5 };
		SparseVector sparse = new SparseVector(9, new int[] { 1, 3, 8 }, new float[] { 1, 2, 3 });
		return Stream.of(new Object[] { VectorCodecs.VECTOR, VectorCodecs.VECTOR.encode(vector) },
				new Object[] { VectorCodecs.HALFVEC, VectorCodecs.HALFVEC.encode(vector) },
				new Object[] { VectorCodecs.BIT, VectorCodecs.BIT.encode(vector) },
				new Object[] { VectorCodecs.SPARSEVEC, VectorCodecs.SPARSEVEC.encode(sparse) });
	}

	@Test
	void theServersRulesForASparsevecAreChecked() {
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 0, new int[] { 3, 3 }, new float[] { 1, 1 }));
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 0, new int[] { 4, 3 }, new float[] { 1, 1 }));
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 0, new int[] { -1, 3 }, new float[] { 1, 1 }));
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 0, new int[] { 3, 9 }, new float[] { 1, 1 }));
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 1, new int[] { 3, 8 }, new float[] { 1, 1 }));
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 0, new int[] { 3, 8 }, new float[] { 1, 0 }));
		assertMalformed(VectorCodecs.SPARSEVEC, sparseBytes(9, 0, new int[] { 3, 8 }, new float[] { Float.NaN, 1 }));
	}

	private static byte[] sparseBytes(int dimensions, int reserved, int[] indices, float[] values) {
		ByteBuffer bytes = ByteBuffer.allocate(12 + 8 * indices.length);
		bytes.putInt(dimensions).putInt(indices.length).putInt(reserved);
		for (int index : indices) {
			bytes.putInt(index);
		}
		for (float value : values) {
			bytes.putFloat(value);
		}
		return bytes.array();
	}

	private byte[] sent(String expression, String values) throws SQLException {
		String literal = values.startsWith("[") ? "{" + values.substring(1, values.length() - 1) + "}" : values;
		return this.server.bytes(SqlFragment.of("SELECT " + expression.formatted(literal)));
	}

	private static <T> void assertRefused(VectorCodec<T> codec, T vector) {
		assertThatThrownBy(() -> codec.encode(vector)).isInstanceOf(InvalidInputException.class);
	}

	private static void assertMalformed(VectorCodec<?> codec, byte[] bytes) {
		assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(StoreException.class)
			.hasMessageStartingWith("The database's ");
	}

	private static void decodeOrComplain(VectorCodec<?> codec, byte[] bytes) {
		try {
			assertThat(codec.decode(bytes)).isNotNull();
		}
		catch (StoreException ex) {
			assertThat(ex).hasMessageStartingWith("The database's ");
		}
	}

}
