package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceMemoryException;
import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;

/**
 * Gives an embedder little memory: batches that do not fit must be halved until they do,
 * with the same vectors as ever, and a text that fits in no way must be refused by name.
 */
final class MemoryLimit implements Part {

	private static final String NAME = "memory limit";

	private static final long MB = 1 << 20;

	/** What a model gets beside its weights, in MB. */
	private static final List<Integer> LITTLE = List.of(64, 96, 128, 192, 256);

	private static final List<Integer> TOO_LITTLE = List.of(24, 16, 12, 8, 6, 4, 2, 1);

	/** Of a batch: as many as the texts have. */
	private static final int TOKENS = 131_072;

	private static final int TEXTS = 256;

	private static final double LEAST_COSINE = 0.9999;

	private static final double LEAST_COSINE_HALF = 0.999;

	@Override
	public void run(Work work, Rows rows) throws IOException {
		String longest = work.lengths()
			.stream()
			.filter((length) -> !length.equals(Work.MIXED))
			.reduce(Work.MIXED, (shorter, longer) -> longer);
		List<String> all = work.texts(longest);
		List<String> texts = all.subList(0, Math.min(TEXTS, all.size()));
		for (ModelPrecision precision : work.precisions()) {
			Rows.Group group = rows.of(NAME, precision, longest);
			try (DenseEncoder encoder = work.embedder(precision, TOKENS, InferenceRuntime.builder().build())) {
				List<float[]> expected = encoder.encodeDocuments(texts);
				if (!(work.device() instanceof Device.Gpu)) {
					group.skipped("splits",
							"%d vectors; only a GPU's memory can be limited".formatted(expected.size()));
					continue;
				}
				split(work, precision, texts, expected, group);
				refuse(work, precision, texts.subList(0, 1), group);
			}
			catch (SemblanceException | IllegalStateException ex) {
				group.failed("splits", ex);
			}
		}
	}

	private static void split(Work work, ModelPrecision precision, List<String> texts, List<float[]> expected,
			Rows.Group group) throws IOException {
		StringBuilder refusals = new StringBuilder();
		for (int little : LITTLE) {
			InferenceRuntime runtime = GpuRuntimes.limited(work.modelSize(precision) + little * MB);
			try (DenseEncoder encoder = work.embedder(precision, TOKENS, runtime)) {
				double least = Numbers.least(Numbers.cosines(expected, encoder.encodeDocuments(texts)));
				double splits = runtime.statistics()
					.values()
					.stream()
					.mapToDouble(DeviceStatistics::memorySplits)
					.sum();
				double limit = (precision == ModelPrecision.FP16) ? LEAST_COSINE_HALF : LEAST_COSINE;
				group.judged("splits", splits, "", splits > 0, "%d MB beside the weights%s".formatted(little, refusals))
					.judged("least_cosine", least, "", least >= limit,
							"with the vectors of %d texts without a limit".formatted(texts.size()));
				return;
			}
			catch (SemblanceException ex) {
				refusals.append("; with %d MB %s".formatted(little, ex));
			}
		}
		group.failed("splits", new IllegalStateException("No limit suffices" + refusals));
	}

	private static void refuse(Work work, ModelPrecision precision, List<String> text, Rows.Group group)
			throws IOException {
		StringBuilder others = new StringBuilder();
		for (int little : TOO_LITTLE) {
			InferenceRuntime runtime = GpuRuntimes.limited(work.modelSize(precision) + little * MB);
			try (DenseEncoder encoder = work.embedder(precision, TOKENS, runtime)) {
				encoder.encodeDocuments(text);
			}
			catch (DeviceMemoryException ex) {
				group.judged("refused_text", little, "MB beside the weights", true, ex.toString() + others);
				return;
			}
			catch (SemblanceException ex) {
				others.append("; with %d MB %s".formatted(little, ex));
			}
		}
		group.failed("refused_text", new IllegalStateException("No DeviceMemoryException" + others));
	}

}
