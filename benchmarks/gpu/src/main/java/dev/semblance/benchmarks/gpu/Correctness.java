package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;

/**
 * Compares what a device computes with what the CPU computes in single precision.
 */
final class Correctness implements Part {

	private static final String NAME = "correctness";

	private static final double LEAST_SINGLE = 0.9999;

	private static final double LEAST_HALF = 0.999;

	private static final String QUERY = "what is the answer";

	@Override
	public void run(Work work, Rows rows) throws IOException {
		List<String> texts = work.texts(Work.VARIED);
		List<float[]> expected = vectors(work.embedder(ModelPrecision.FP32, new Device.Cpu()), texts);
		write(expected, work.texts().resolve("vectors.f32"));
		for (ModelPrecision precision : work.precisions()) {
			Rows.Group group = rows.of(NAME, precision, Work.VARIED);
			try {
				judge(expected, vectors(work.embedder(precision), texts), precision, group);
			}
			catch (SemblanceException | IllegalStateException ex) {
				group.failed("least_cosine", ex);
			}
		}
		compareScores(work, rows, texts);
	}

	/**
	 * Compares vectors with those that are right.
	 * @param expected those that are right
	 * @param vectors those to compare
	 * @param precision in which numbers they were computed
	 * @param group where the results go
	 */
	static void judge(List<float[]> expected, List<float[]> vectors, ModelPrecision precision, Rows.Group group) {
		double[] cosines = Numbers.cosines(expected, vectors);
		double least = Numbers.least(cosines);
		double limit = (precision == ModelPrecision.FP16) ? LEAST_HALF : LEAST_SINGLE;
		group
			.judged("least_cosine", least, "", least >= limit,
					"%d vectors, at least %s".formatted(vectors.size(), limit))
			.measured("mean_cosine", DoubleStream.of(cosines).average().orElse(Double.NaN), "");
	}

	private static void compareScores(Work work, Rows rows, List<String> texts) {
		float[] expected = scores(work.reranker(ModelPrecision.FP32, new Device.Cpu()), texts);
		for (ModelPrecision precision : work.precisions()) {
			Rows.Group group = rows.of("reranker " + NAME, precision, Work.VARIED);
			try {
				float[] scores = scores(work.reranker(precision, work.device()), texts);
				double largest = 0;
				for (int i = 0; i < scores.length; i++) {
					largest = Math.max(largest, Math.abs(scores[i] - expected[i]));
				}
				group.measured("largest_difference", largest, "");
			}
			catch (SemblanceException | IllegalStateException ex) {
				group.failed("largest_difference", ex);
			}
		}
	}

	static List<float[]> vectors(DenseEncoder encoder, List<String> texts) {
		try (encoder) {
			return encoder.encodeDocuments(texts);
		}
	}

	private static float[] scores(CrossEncoder encoder, List<String> texts) {
		try (encoder) {
			return encoder.score(QUERY, texts);
		}
	}

	private static void write(List<float[]> vectors, Path file) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(vectors.size() * vectors.get(0).length * Float.BYTES)
			.order(ByteOrder.LITTLE_ENDIAN);
		for (float[] vector : vectors) {
			for (float value : vector) {
				buffer.putFloat(value);
			}
		}
		Files.write(file, buffer.array());
	}

}
