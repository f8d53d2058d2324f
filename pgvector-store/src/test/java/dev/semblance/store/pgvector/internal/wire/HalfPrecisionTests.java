package dev.semblance.store.pgvector.internal.wire;

import java.sql.SQLException;
import java.util.Random;

import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HalfPrecisionTests {

	private static final int HALVES = 1 << 16;

	private static final short INFINITY = 0x7c00;

	@Test
	void everyHalfSurvivesTheWayThroughFloat() {
		for (int bits = 0; bits < HALVES; bits++) {
			short half = (short) bits;
			float value = HalfPrecision.toFloat(half);
			if (Float.isNaN(value)) {
				assertThat(bits & 0x7fff).isGreaterThan(INFINITY);
				assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(value))).isNaN();
			}
			else {
				assertThat(HalfPrecision.fromFloat(value)).isEqualTo(half);
			}
		}
	}

	@Test
	void everyHalfHasTheValueThatItsBitsSpell() {
		for (int bits = 0; bits < INFINITY; bits++) {
			int exponent = bits >> 10;
			int mantissa = bits & 0x3ff;
			double expected = (exponent == 0) ? Math.scalb((double) mantissa, -24)
					: Math.scalb((double) (mantissa + 1024), exponent - 25);
			assertThat((double) HalfPrecision.toFloat((short) bits)).isEqualTo(expected);
			assertThat((double) HalfPrecision.toFloat((short) (bits | 0x8000))).isEqualTo(-expected);
		}
	}

	@Test
	void halfwayBetweenTwoHalvesIsRoundedToTheEvenOne() {
		for (int bits = 0; bits < INFINITY - 1; bits++) {
			float halfway = (HalfPrecision.toFloat((short) bits) + HalfPrecision.toFloat((short) (bits + 1))) / 2;
			int even = bits + (bits & 1);
			assertThat(HalfPrecision.fromFloat(halfway)).isEqualTo((short) even);
			assertThat(HalfPrecision.fromFloat(-halfway)).isEqualTo((short) (even | 0x8000));
			assertThat(HalfPrecision.fromFloat(Math.nextDown(halfway))).isEqualTo((short) bits);
			assertThat(HalfPrecision.fromFloat(Math.nextUp(halfway))).isEqualTo((short) (bits + 1));
		}
	}

	@Test
	void theSignOfZeroStays() {
		assertThat(HalfPrecision.fromFloat(-0.0f)).isEqualTo((short) 0x8000);
		assertThat(HalfPrecision.toFloat((short) 0x8000)).isEqualTo(-0.0f);
	}

	@ParameterizedTest
	@ValueSource(floats = { 65520, 65536, 1e10f, Float.MAX_VALUE, Float.POSITIVE_INFINITY })
	void whatRoundsBeyondTheLargestDoesNotFit(float value) {
		assertThat(HalfPrecision.fits(value)).isFalse();
		assertThat(HalfPrecision.fits(-value)).isFalse();
		assertThat(HalfPrecision.fromFloat(value)).isEqualTo(INFINITY);
		assertThat(HalfPrecision.fromFloat(-value)).isEqualTo((short) (INFINITY | 0x8000));
	}

	@Test
	void whatRoundsToTheLargestFits() {
		float value = Math.nextDown(65520f);
		assertThat(HalfPrecision.fits(value)).isTrue();
		assertThat(HalfPrecision.fromFloat(value)).isEqualTo((short) (INFINITY - 1));
		assertThat(HalfPrecision.fits(Float.NaN)).isFalse();
	}

	@Test
	void theServerRoundsTheSameWay() throws SQLException {
		Random random = new Random(1);
		try (WireServer server = new WireServer()) {
			for (int round = 0; round < 20; round++) {
				float limit = (round % 2 == 0) ? Math.nextDown(65520f) : 1e-4f;
				float[] vector = WireServer.anyFloats(random, 16_000, limit);
				assertThat(server.bytes(SqlFragment.of("SELECT halfvec_send(?::real[]::halfvec)",
						(statement, index) -> statement.setObject(index, vector))))
					.isEqualTo(VectorCodecs.HALFVEC.encode(vector));
			}
		}
	}

	@Test
	void theServerRefusesWhatDoesNotFit() throws SQLException {
		try (WireServer server = new WireServer()) {
			assertThat(server.text("SELECT ('{65519.996,-65519.996}'::real[])::halfvec")).isEqualTo("[65504,-65504]");
			assertThatThrownBy(() -> server.text("SELECT ('{65520}'::real[])::halfvec"))
				.isInstanceOf(SQLException.class)
				.hasMessageContaining("out of range");
		}
	}

}
