package dev.semblance.encoders.internal.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.TextRole;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pooling and normalization in the graph against numbers computed by hand.
 */
class PoolingOverlayTests {

	/** Batched with padding between them. */
	private static final List<String> TEXTS = List.of("one", "one two three", "", "four");

	@TempDir
	private Path folder;

	static Stream<Arguments> modesInEveryOperatorSet() {
		return Stream.of(11, 12, 13, 17, 18, 21)
			.flatMap(
					(operatorSet) -> Stream.of(
							Arguments.of(operatorSet, "cls",
									new float[][] { { 1, -2, 0.5f }, { 1, -2, 0.5f }, { 1, -2, 0.5f },
											{ 1, -2, 0.5f } }),
							Arguments.of(operatorSet, "max",
									new float[][] { { 4, 0, 0.5f }, { 4, 2, 2 }, { 1, -2, 0.5f }, { 2, 2, 2 } }),
							Arguments.of(operatorSet, "mean",
									new float[][] { { 2.5f, -1, -0.25f }, { 0.5625f, -2, 0.625f }, { 1, -2, 0.5f },
											{ 1.5f, 0, 1.25f } }),
							Arguments.of(operatorSet, "mean_sqrt_len_tokens",
									new float[][] { { 3.535534f, -1.4142135f, -0.35355338f }, { 1.125f, -4, 1.25f },
											{ 1, -2, 0.5f }, { 2.1213202f, 0, 1.767767f } })));
	}

	@ParameterizedTest
	@MethodSource("modesInEveryOperatorSet")
	void paddingHasNoPartInTheVector(int operatorSet, String mode, float[][] expected) throws IOException {
		assertVectors(new TinyModel().operatorSet(operatorSet).pooling("\"pooling_mode\": \"" + mode + "\""), expected);
	}

	@ParameterizedTest
	@MethodSource("modesInEveryOperatorSet")
	void normalizedVectorsHaveUnitLength(int operatorSet, String mode, float[][] expected) throws IOException {
		float[][] unit = new float[expected.length][];
		for (int i = 0; i < unit.length; i++) {
			float[] vector = expected[i].clone();
			double length = Math
				.sqrt((double) vector[0] * vector[0] + (double) vector[1] * vector[1] + (double) vector[2] * vector[2]);
			for (int j = 0; j < vector.length; j++) {
				vector[j] = (float) (vector[j] / length);
			}
			unit[i] = vector;
		}
		assertVectors(
				new TinyModel().operatorSet(operatorSet).pooling("\"pooling_mode\": [\"" + mode + "\"]").normalize(),
				unit);
	}

	@Test
	void tokenVectorsInHalfPrecisionArePooledInSinglePrecision() throws IOException {
		assertVectors(new TinyModel().halfPrecision(),
				new float[][] { { 2.5f, -1, -0.25f }, { 0.5625f, -2, 0.625f }, { 1, -2, 0.5f }, { 1.5f, 0, 1.25f } });
	}

	@Test
	void weightsOutsideTheOnnxFileAreFoundBesideIt() throws IOException {
		assertVectors(new TinyModel().externalData("model.onnx_data"),
				new float[][] { { 2.5f, -1, -0.25f }, { 0.5625f, -2, 0.625f }, { 1, -2, 0.5f }, { 1.5f, 0, 1.25f } });
	}

	@Test
	void weightsBeyondTwoGigabytesAreFound() throws IOException {
		assertVectors(new TinyModel().externalData("model.onnx_data").externalOffset(5L << 30),
				new float[][] { { 2.5f, -1, -0.25f }, { 0.5625f, -2, 0.625f }, { 1, -2, 0.5f }, { 1.5f, 0, 1.25f } });
	}

	private void assertVectors(TinyModel model, float[][] expected) throws IOException {
		try (DenseEncoder encoder = DenseEncoder.builder(model.write(this.folder).toString())
			.device(new Device.Cpu())
			.build()) {
			List<float[]> vectors = encoder.encode(TEXTS, TextRole.PLAIN).vectors();
			for (int i = 0; i < expected.length; i++) {
				assertThat(vectors.get(i)).as(TEXTS.get(i)).containsExactly(expected[i], Offset.offset(1e-6f));
			}
		}
	}

}
