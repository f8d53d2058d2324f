package dev.semblance.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.diagnosis.OptimizedFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Optimizes a model before it is loaded for the first time.
 */
@Command(name = "optimize",
		description = "Optimizes a model ahead, as the first start with the same precision and device would: puts the "
				+ "steps of its transformer together and, if asked for, converts it to half precision or eight bits. "
				+ "The result is kept in SEMBLANCE_HOME.")
@SuppressWarnings("NullAway.Init")
final class OptimizeCommand implements Callable<Integer> {

	private final CommandHub hub;

	@Parameters(index = "0", paramLabel = "MODEL",
			description = "The model: a hub id, organization/name or organization/name@revision, or a folder in the "
					+ "layout of sentence-transformers.")
	private String model;

	@Option(names = { "--precision", "--model-precision" }, paramLabel = "P", defaultValue = "auto",
			description = "Precision that the model is to run in: auto, fp32, fp16 or int8 (default: ${DEFAULT-VALUE}).")
	private ModelPrecision precision;

	@Option(names = "--device", paramLabel = "D", defaultValue = "auto",
			description = "Device that the model is to run on, which need not be there: auto, cpu, cuda or cuda:N "
					+ "(default: ${DEFAULT-VALUE}).")
	private Device device;

	@Mixin
	private OutputOptions result;

	@Mixin
	private ProgressOptions progress;

	OptimizeCommand(CommandHub hub) {
		this.hub = hub;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		// Whatever the kind of the model, its transformers are optimized alike.
		List<OptimizedFile> files = DenseEncoder.builder(this.model)
			.precision(this.precision)
			.device(this.device)
			.hub(this.hub.of(this.progress.display()))
			.optimize();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("model", this.model);
		values.put("files", files.stream().map(OptimizeCommand::values).toList());
		values.put("seconds", Seconds.since(start));
		this.result.printText(values, () -> text(files, Seconds.since(start)));
		return 0;
	}

	private static Map<String, @Nullable Object> values(OptimizedFile file) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("path", file.file().path());
		values.put("precision", file.file().precision().modelName());
		values.put("reason", file.file().reason());
		values.put("optimization", (file.optimization() != null) ? values(file.optimization()) : null);
		return values;
	}

	private static Map<String, @Nullable Object> values(GraphOptimization optimization) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("summary", optimization.summary());
		values.put("nodes_before", optimization.nodesBefore());
		values.put("nodes_after", optimization.nodesAfter());
		values.put("operators_before", optimization.before());
		values.put("operators_after", optimization.after());
		values.put("unrecognized", optimization.unrecognized());
		values.put("folder", optimization.folder());
		return values;
	}

	private String text(List<OptimizedFile> files, double seconds) {
		if (files.isEmpty()) {
			return "%s only looks vectors up; there is nothing to optimize.%n".formatted(this.model);
		}
		StringBuilder text = new StringBuilder();
		files.forEach((file) -> describe(file).forEach((line) -> text.append("%s%n".formatted(line))));
		return text.append("seconds       %.1f%n".formatted(seconds)).toString();
	}

	private static List<String> describe(OptimizedFile file) {
		List<String> lines = new ArrayList<>();
		lines.add("file          %s, %s".formatted(file.file().path(), file.file().precision()));
		GraphOptimization optimization = file.optimization();
		if (optimization == null) {
			lines.add("optimized     no: it was prepared by others and runs as it is");
			return lines;
		}
		lines.add("optimized     %s".formatted(optimization.summary()));
		lines.add("nodes         %d before, %d after".formatted(optimization.nodesBefore(), optimization.nodesAfter()));
		TreeSet<String> operators = new TreeSet<>(optimization.before().keySet());
		operators.addAll(optimization.after().keySet());
		for (String operator : operators) {
			int before = optimization.before().getOrDefault(operator, 0);
			int after = optimization.after().getOrDefault(operator, 0);
			if (before != after) {
				lines.add("%5d -> %-5d %s".formatted(before, after, operator));
			}
		}
		optimization.unrecognized().forEach((sentence) -> lines.add("unrecognized  " + sentence));
		lines.add("kept in       %s".formatted(optimization.folder()));
		return lines;
	}

}
