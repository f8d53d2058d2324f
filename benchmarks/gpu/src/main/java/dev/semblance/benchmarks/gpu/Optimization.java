package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;
import org.jspecify.annotations.Nullable;

/**
 * Measures what it is worth to rewrite a model's graph: as it is exported, fused, fused
 * in half precision, and without padding. The model must have no file in half precision,
 * which would run as it is.
 */
final class Optimization implements Part {

	private static final String PACKED_ATTENTION = "PackedMultiHeadAttention";

	private static final List<Form> FORMS = List.of(new Form("unfused", ModelPrecision.FP32, false, false),
			new Form("fused", ModelPrecision.FP32, true, false), new Form("fused", ModelPrecision.FP16, true, false),
			new Form("unpadded", ModelPrecision.FP16, true, true));

	@Override
	public void run(Work work, Rows rows) throws IOException, InterruptedException {
		List<String> texts = work.texts(Work.VARIED);
		List<float[]> expected = Correctness
			.vectors(work.embedder(ModelPrecision.FP32, false, new Device.Cpu(), InferenceRuntime.shared()), texts);
		for (Form form : FORMS) {
			// A larger model is run in single precision only to have something to compare
			// with.
			if (work.precisions().contains(form.precision())) {
				run(work, form, texts, expected, rows);
			}
		}
	}

	private static void run(Work work, Form form, List<String> texts, List<float[]> expected, Rows rows)
			throws IOException, InterruptedException {
		Rows.Group all = rows.of(form.name() + " graph", form.precision(), "");
		if (form.unpadded() && !(work.device() instanceof Device.Cuda)) {
			all.skipped("nodes", "padding is taken out for CUDA only");
			return;
		}
		InferenceRuntime runtime = GpuRuntimes.unpadded(form.unpadded());
		long start = System.nanoTime();
		try (DenseEncoder encoder = work.embedder(form.precision(), form.optimized(), work.device(), runtime)) {
			all.measured("load", (System.nanoTime() - start) / 1e9, "s");
			reportGraph(encoder.model().version().optimization(), form, all);
			Correctness.judge(expected, encoder.encodeDocuments(texts), form.precision(),
					rows.of(form.name() + " correctness", form.precision(), Work.VARIED));
			Throughput.warmUp(work, encoder);
			String throughput = form.name() + " throughput";
			for (String length : work.lengths()) {
				Throughput.measure(work, length, encoder, rows.of(throughput, form.precision(), length));
			}
			Throughput.measureCallers(work, encoder, rows
				.of("%s of %d callers".formatted(throughput, work.amounts().callers()), form.precision(), Work.MIXED));
		}
		catch (SemblanceException | IllegalStateException ex) {
			all.failed("nodes", ex);
		}
	}

	/** Speed without what it is said to come from would be that of something else. */
	private static void reportGraph(@Nullable GraphOptimization optimization, Form form, Rows.Group group) {
		if (optimization == null) {
			if (form.optimized()) {
				group.judged("nodes", Double.NaN, "", false, "the graph was not optimized");
			}
			return;
		}
		Map<String, Integer> after = optimization.after();
		boolean asAsked = !form.unpadded() || after.getOrDefault(PACKED_ATTENTION, 0) > 0;
		group.judged("nodes", optimization.nodesAfter(), "", optimization.changed() && asAsked,
				"%d before; %s; %s".formatted(optimization.nodesBefore(), optimization.summary(),
						String.join(" ", optimization.unrecognized())));
	}

	/**
	 * What a model's graph is made into.
	 *
	 * @param name its name
	 * @param precision in which numbers it computes
	 * @param optimized whether it is rewritten at all
	 * @param unpadded whether padding is taken out of it
	 */
	private record Form(String name, ModelPrecision precision, boolean optimized, boolean unpadded) {
	}

}
