package dev.semblance.encoders.quantization;

import java.util.List;
import java.util.Random;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VectorQuantizerTests {

	@RepeatedTest(20)
	void bytesAreWithinOneStepOfTheValue(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		float[] least = { -1 - random.nextFloat(), -100 };
		float[] largest = { random.nextFloat(), 1000 };
		QuantizationRanges ranges = new QuantizationRanges(least, largest);
		float[] vector = new float[2];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = least[i] + random.nextFloat() * (largest[i] - least[i]);
		}
		byte[] signed = VectorQuantizer.bytes(Precision.INT8, ranges).quantize(vector);
		byte[] unsigned = VectorQuantizer.bytes(Precision.UINT8, ranges).quantize(vector);
		for (int i = 0; i < vector.length; i++) {
			double step = (largest[i] - least[i]) / 255.0;
			assertThat(Byte.toUnsignedInt(unsigned[i])).isEqualTo(signed[i] + 128);
			assertThat(vector[i] - (least[i] + Byte.toUnsignedInt(unsigned[i]) * step)).isBetween(-1e-3 * step,
					1.001 * step);
		}
	}

	@Test
	void valuesOutsideTheRangesAreCutToThem() {
		QuantizationRanges ranges = new QuantizationRanges(new float[] { 0, 0 }, new float[] { 1, 1 });
		assertThat(VectorQuantizer.bytes(Precision.INT8, ranges).quantize(new float[] { -5, 5 })).containsExactly(-128,
				127);
		assertThat(VectorQuantizer.bytes(Precision.UINT8, ranges).quantize(new float[] { -5, 5 })).containsExactly(0,
				255);
	}

	@Test
	void aDimensionThatNeverChangesIsNoDivisionByZero() {
		QuantizationRanges ranges = new QuantizationRanges(new float[] { 2 }, new float[] { 2 });
		assertThat(VectorQuantizer.bytes(Precision.UINT8, ranges).quantize(new float[] { 2 })).containsExactly(0);
	}

	@Test
	void theFirstDimensionIsTheHighestBit() {
		float[] vector = { 1, -1, 0, 2, -3, -4, -5, 6, 7 };
		assertThat(VectorQuantizer.bits(Precision.UBINARY).quantize(vector)).containsExactly(0b10010001, 0b10000000);
		assertThat(VectorQuantizer.bits(Precision.BINARY).quantize(vector)).containsExactly(0b10010001 - 128, 0);
	}

	@ParameterizedTest
	@EnumSource
	void aPrecisionHasRangesOrHasNone(Precision precision) {
		QuantizationRanges ranges = new QuantizationRanges(new float[] { 0 }, new float[] { 1 });
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> {
			if (precision.needsRanges()) {
				VectorQuantizer.bits(precision);
			}
			else {
				VectorQuantizer.bytes(precision, ranges);
			}
		}).withMessageStartingWith(precision.modelName());
	}

	@Test
	void rangesOfAnotherModelAreRefused() {
		QuantizationRanges ranges = new QuantizationRanges(new float[] { 0 }, new float[] { 1 });
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> VectorQuantizer.bytes(Precision.INT8, ranges).quantize(new float[2]))
			.withMessageContaining("A vector has 2 dimensions, and there are ranges for 1");
	}

	@Test
	void rangesSpanAllVectors() {
		QuantizationRanges ranges = QuantizationRanges
			.of(List.of(new float[] { 1, -1 }, new float[] { -2, 5 }, new float[] { 0, 0 }));
		assertThat(ranges.least()).containsExactly(-2, -1);
		assertThat(ranges.largest()).containsExactly(1, 5);
	}

	@Test
	void vectorsOfDifferentLengthsOrNumbersThatAreNoneHaveNoRanges() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> QuantizationRanges.of(List.of(new float[1], new float[2])));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> QuantizationRanges.of(List.of(new float[1], new float[] { Float.NaN })));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> QuantizationRanges.of(List.of()));
	}

}
