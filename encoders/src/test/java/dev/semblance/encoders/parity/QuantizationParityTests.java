package dev.semblance.encoders.parity;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.quantization.Precision;
import dev.semblance.encoders.quantization.QuantizationRanges;
import dev.semblance.encoders.quantization.VectorQuantizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Vectors are stored in the bytes that the reference stores them in.
 */
class QuantizationParityTests {

	private static final ParityModel MODEL = ParityModel.named("bert-mean");

	private final JsonNode expected = MODEL.expected().path("quantized");

	@ParameterizedTest
	@EnumSource(names = { "BINARY", "UBINARY" })
	void bitsAreThoseOfTheReference(Precision precision) {
		assertBytes(VectorQuantizer.bits(precision), precision.modelName(), 0);
	}

	@ParameterizedTest
	@EnumSource(names = { "INT8", "UINT8" })
	void bytesAreThoseOfTheReferenceBySeveralRanges(Precision precision) {
		String name = precision.modelName();
		assertBytes(VectorQuantizer.bytes(precision, QuantizationRanges.of(vectors("texts"))), name, 1);
		assertBytes(VectorQuantizer.bytes(precision, ranges("explicit_ranges")), name + "_with_ranges", 1);
		assertBytes(VectorQuantizer.bytes(precision, QuantizationRanges.of(vectors("calibration_texts"))),
				name + "_with_calibration", 1);
	}

	@Test
	void aPrecisionWithoutItsRangesIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> VectorQuantizer.bits(Precision.INT8))
			.withMessageContaining("int8");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> VectorQuantizer.bytes(Precision.BINARY, ranges("ranges")));
	}

	@Test
	void aVectorOfAnotherLengthIsRefused() {
		VectorQuantizer quantizer = VectorQuantizer.bytes(Precision.INT8, ranges("ranges"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> quantizer.quantize(new float[3]))
			.withMessageContaining("3 dimensions");
	}

	@Test
	void fewerThanTwoVectorsHaveNoRanges() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> QuantizationRanges.of(List.of(new float[3])));
	}

	/**
	 * A vector that differs in its last bit may fall on the other side of a step, so a
	 * few bytes may be one off.
	 */
	private void assertBytes(VectorQuantizer quantizer, String name, int tolerance) {
		List<byte[]> actual = quantizer.quantize(vectors("texts"));
		JsonNode matrix = this.expected.path(name);
		int different = 0;
		for (int row = 0; row < actual.size(); row++) {
			assertThat(actual.get(row)).hasSize(matrix.get(row).size());
			for (int i = 0; i < matrix.get(row).size(); i++) {
				int difference = Math.abs((byte) matrix.get(row).get(i).asInt() - actual.get(row)[i]);
				assertThat(Math.min(difference, 256 - difference)).isLessThanOrEqualTo(tolerance);
				different += (difference == 0) ? 0 : 1;
			}
		}
		assertThat(different).isLessThanOrEqualTo(tolerance * 10);
	}

	private QuantizationRanges ranges(String name) {
		JsonNode node = this.expected.path(name);
		return node.isArray() ? new QuantizationRanges(ParityModel.floats(node.get(0)), ParityModel.floats(node.get(1)))
				: new QuantizationRanges(ParityModel.floats(node.path("min")), ParityModel.floats(node.path("max")));
	}

	private List<float[]> vectors(String indices) {
		List<String> texts = new ArrayList<>();
		this.expected.path(indices).forEach((index) -> texts.add(ParityModel.text(index)));
		try (DenseEncoder encoder = DenseEncoder.builder(MODEL.reference()).device(new Device.Cpu()).build()) {
			return encoder.encode(texts, TextRole.PLAIN).vectors();
		}
	}

}
