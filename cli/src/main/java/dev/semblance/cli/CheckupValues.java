package dev.semblance.cli;

import java.util.LinkedHashMap;
import java.util.Map;

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
import dev.semblance.encoders.diagnosis.OnnxFile;
import org.jspecify.annotations.Nullable;

/**
 * A checkup as values by name, for programs. Names stay; what is not known is
 * {@code null}.
 */
final class CheckupValues {

	/** Tokenizers run in this process, on the CPU. */
	static final String TOKENIZERS = "nothing needed";

	private CheckupValues() {
	}

	static Map<String, @Nullable Object> of(Checkup checkup) {
		Diagnosis diagnosis = checkup.diagnosis();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("cpu", of(diagnosis.cpu()));
		values.put("driver", (diagnosis.driver() != null) ? of(diagnosis.driver()) : null);
		values.put("onnx_runtime", of(diagnosis.onnxRuntime()));
		values.put("libraries", diagnosis.libraries().stream().map(CheckupValues::of).toList());
		values.put("tokenizers", TOKENIZERS);
		values.put("device", of(diagnosis.choice()));
		values.put("model", (checkup.model() != null) ? of(checkup.model()) : null);
		values.put("measurement", (checkup.speed() != null) ? of(checkup.speed()) : null);
		values.put("problems", checkup.problems().stream().map(CheckupValues::of).toList());
		return values;
	}

	private static Map<String, @Nullable Object> of(Cpu cpu) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("architecture", cpu.architecture());
		values.put("instruction_sets", cpu.instructionSets());
		values.put("physical_cores", cpu.physicalCores());
		values.put("logical_processors", cpu.logicalProcessors());
		return values;
	}

	private static Map<String, @Nullable Object> of(Driver driver) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("version", driver.version());
		values.put("gpus", driver.gpus());
		return values;
	}

	private static Map<String, @Nullable Object> of(OnnxRuntime onnxRuntime) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("artifacts", onnxRuntime.artifacts().stream().map(CheckupValues::of).toList());
		values.put("natives", onnxRuntime.natives());
		values.put("cuda", onnxRuntime.cuda());
		values.put("tensorrt", onnxRuntime.tensorRt());
		return values;
	}

	private static Map<String, @Nullable Object> of(Artifact artifact) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("place", artifact.place());
		values.put("version", artifact.version());
		return values;
	}

	private static Map<String, @Nullable Object> of(Library library) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("name", library.name());
		values.put("wanted_by", library.wantedBy());
		values.put("required", library.required());
		values.put("path", (library.path() != null) ? library.path().toString() : null);
		return values;
	}

	private static Map<String, @Nullable Object> of(Choice choice) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("asked", choice.asked().toString());
		values.put("chosen", (choice.device() != null) ? choice.device().toString() : null);
		values.put("reason", choice.reason());
		values.put("remedy", choice.remedy());
		return values;
	}

	private static Map<String, @Nullable Object> of(CheckedModel model) {
		Otherwise otherwise = model.otherwise();
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("name", model.name());
		values.put("kind", ModelKinds.label(model.kind()));
		values.put("onnx_files", model.files().stream().map(CheckupValues::of).toList());
		values.put("optimization", (model.optimization() != null) ? of(model.optimization()) : null);
		values.put("device", (model.device() != null) ? model.device().toString() : null);
		values.put("device_reason", (otherwise != null) ? otherwise.reason() : null);
		values.put("device_remedy", (otherwise != null) ? otherwise.remedy() : null);
		return values;
	}

	private static Map<String, @Nullable Object> of(OnnxFile file) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("path", file.path());
		values.put("precision", file.precision().modelName());
		values.put("reason", file.reason());
		return values;
	}

	private static Map<String, @Nullable Object> of(GraphOptimization optimization) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("summary", optimization.summary());
		values.put("nodes_before", optimization.nodesBefore());
		values.put("nodes_after", optimization.nodesAfter());
		values.put("unrecognized", optimization.unrecognized());
		values.put("folder", optimization.folder());
		return values;
	}

	private static Map<String, @Nullable Object> of(ModelSpeed speed) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("seconds", speed.seconds());
		values.put("texts_per_second", speed.textsPerSecond());
		values.put("tokens_per_second", speed.tokensPerSecond());
		values.put("single_p50_ms", speed.single());
		return values;
	}

	private static Map<String, @Nullable Object> of(Obstacle problem) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("problem", problem.problem());
		values.put("remedy", problem.remedy());
		return values;
	}

}
