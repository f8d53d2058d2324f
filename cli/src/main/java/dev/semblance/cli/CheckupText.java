package dev.semblance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.semblance.cli.Checkup.CheckedModel;
import dev.semblance.cli.Checkup.Otherwise;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.diagnosis.Diagnosis;
import dev.semblance.encoders.diagnosis.Diagnosis.Artifact;
import dev.semblance.encoders.diagnosis.Diagnosis.Choice;
import dev.semblance.encoders.diagnosis.Diagnosis.Cpu;
import dev.semblance.encoders.diagnosis.Diagnosis.Driver;
import dev.semblance.encoders.diagnosis.Diagnosis.Library;
import dev.semblance.encoders.diagnosis.Diagnosis.OnnxRuntime;
import dev.semblance.encoders.diagnosis.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * A checkup for people: a label and one line or more for each thing.
 */
final class CheckupText {

	private static final String LAYOUT = "%-14s%s%n";

	private static final String MORE = "";

	private final StringBuilder text = new StringBuilder();

	private CheckupText() {
	}

	static String of(Checkup checkup) {
		return new CheckupText().describe(checkup);
	}

	private String describe(Checkup checkup) {
		Diagnosis diagnosis = checkup.diagnosis();
		add("CPU", List.of(cpu(diagnosis.cpu())));
		add("GPU", List.of(gpu(diagnosis.driver())));
		add("ONNX Runtime", onnxRuntime(diagnosis.onnxRuntime()));
		add("libraries", libraries(diagnosis));
		add("tokenizers", List.of(CheckupValues.TOKENIZERS));
		add("device", device(diagnosis.choice()));
		add("model", model(checkup.model()));
		add("precision", precision(checkup.model()));
		add("optimizer", optimization(checkup.model()));
		add("speed", List.of(speed(checkup.speed())));
		add("problems", problems(checkup.problems()));
		return this.text.toString();
	}

	private void add(String label, List<String> lines) {
		for (int i = 0; i < lines.size(); i++) {
			this.text.append(LAYOUT.formatted((i == 0) ? label : MORE, lines.get(i).replaceAll("\\R", " ")));
		}
	}

	private static String cpu(Cpu cpu) {
		String sets = cpu.instructionSets().isEmpty() ? "" : " with " + String.join(", ", cpu.instructionSets());
		return "%s%s; physical cores: %d, logical processors: %d".formatted(cpu.architecture(), sets,
				cpu.physicalCores(), cpu.logicalProcessors());
	}

	private static String gpu(@Nullable Driver driver) {
		if (driver == null) {
			return "no NVIDIA driver";
		}
		return "%s; driver %s".formatted(driver.gpus().isEmpty() ? "not known" : String.join(", ", driver.gpus()),
				(driver.version() != null) ? driver.version() : "not known");
	}

	private static List<String> onnxRuntime(OnnxRuntime onnxRuntime) {
		List<String> lines = new ArrayList<>();
		for (Artifact artifact : onnxRuntime.artifacts()) {
			lines.add("%s, %s".formatted((artifact.version() != null) ? artifact.version() : "version not known",
					artifact.place()));
		}
		if (lines.isEmpty()) {
			lines.add("not on the class path");
		}
		String natives = onnxRuntime.natives();
		if (natives != null && lines.stream().noneMatch((line) -> line.endsWith(natives))) {
			lines.add("native libraries: " + natives);
		}
		if (natives != null) {
			lines.add("built with%s CUDA, with%s TensorRT".formatted(onnxRuntime.cuda() ? "" : "out",
					onnxRuntime.tensorRt() ? "" : "out"));
		}
		return lines;
	}

	private static List<String> libraries(Diagnosis diagnosis) {
		List<Library> libraries = diagnosis.libraries();
		if (libraries.isEmpty()) {
			return List.of(diagnosis.onnxRuntime().cuda() ? "not known on this system" : "none wanted");
		}
		int width = libraries.stream().mapToInt((library) -> library.name().length()).max().orElse(1);
		return libraries.stream()
			.map((library) -> "%-8s  %s%s  %s".formatted(library.wantedBy(), library.name(),
					" ".repeat(width - library.name().length()), place(library)))
			.toList();
	}

	private static String place(Library library) {
		if (library.path() != null) {
			return library.path().toString();
		}
		return library.required() ? "missing" : "not found, and not needed by models of texts";
	}

	private static List<String> device(Choice choice) {
		return (choice.device() != null)
				? lines("%s (asked for: %s): %s".formatted(choice.device(), choice.asked(), choice.reason()),
						choice.remedy())
				: List.of("none (asked for: %s): see problems".formatted(choice.asked()));
	}

	private static List<String> model(@Nullable CheckedModel model) {
		if (model == null) {
			return List.of("not loaded");
		}
		String name = "%s, %s, ".formatted(model.name(), ModelKinds.label(model.kind()));
		if (model.device() == null) {
			return List.of(name + "not loaded");
		}
		Otherwise otherwise = model.otherwise();
		String where = name + "on " + model.device();
		return (otherwise != null) ? lines(where + ": " + otherwise.reason(), otherwise.remedy()) : List.of(where);
	}

	private static List<String> precision(@Nullable CheckedModel model) {
		if (model == null) {
			return List.of("not known");
		}
		return model.files().isEmpty() ? List.of("none: the model only looks vectors up")
				: model.files()
					.stream()
					.map((file) -> "%s, %s: %s".formatted(file.precision().modelName(), file.path(), file.reason()))
					.toList();
	}

	private static List<String> optimization(@Nullable CheckedModel model) {
		if (model == null || model.device() == null) {
			return List.of("not known");
		}
		GraphOptimization optimization = model.optimization();
		if (optimization == null) {
			return List.of("none: the model runs as it is");
		}
		List<String> lines = new ArrayList<>();
		lines.add("%s; nodes: %d before, %d after".formatted(optimization.summary(), optimization.nodesBefore(),
				optimization.nodesAfter()));
		lines.addAll(optimization.unrecognized());
		return lines;
	}

	private static String speed(@Nullable ModelSpeed speed) {
		if (speed == null) {
			return "not measured";
		}
		return String.format(Locale.ROOT, "%.1f texts/s, %.0f tokens/s, a single text in %.1f ms; measured in %.1f s",
				speed.textsPerSecond(), speed.tokensPerSecond(), speed.single(), speed.seconds());
	}

	private static List<String> problems(List<Obstacle> problems) {
		return problems.isEmpty() ? List.of("none")
				: problems.stream()
					.flatMap((problem) -> lines(problem.problem() + ".", problem.remedy()).stream())
					.toList();
	}

	private static List<String> lines(String first, @Nullable String second) {
		return (second != null) ? List.of(first, second) : List.of(first);
	}

}
