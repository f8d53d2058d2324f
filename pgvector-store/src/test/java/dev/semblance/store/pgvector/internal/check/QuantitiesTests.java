package dev.semblance.store.pgvector.internal.check;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuantitiesTests {

	@Test
	void bytesAreWrittenInTheUnitsOfTheServer() {
		assertThat(Quantities.bytes(0)).isEqualTo("0 bytes");
		assertThat(Quantities.bytes(1023)).isEqualTo("1023 bytes");
		assertThat(Quantities.bytes(1536)).isEqualTo("1.5 kB");
		assertThat(Quantities.bytes(512L << 20)).isEqualTo("512 MB");
		assertThat(Quantities.bytes(5L << 50)).isEqualTo("5120 TB");
	}

	@Test
	void largeNumbersAreGrouped() {
		assertThat(Quantities.count(1_234_567)).isEqualTo("1,234,567");
	}

	@Test
	void sharesAreWrittenInHundredths() {
		assertThat(Quantities.percent(0.256)).isEqualTo("26 %");
	}

}
