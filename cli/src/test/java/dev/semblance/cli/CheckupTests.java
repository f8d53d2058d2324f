package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.semblance.cli.Checkup.CheckedModel;
import dev.semblance.cli.Checkup.Otherwise;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.ModelPrecision;
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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checkups of machines that the tests do not run on, and what the documentation says of
 * all.
 */
class CheckupTests {

	private static final Device AUTO = new Device.Auto();

	private static final Device FIRST = new Device.Cuda(0);

	private static final Path DOCUMENT = Path.of("..", "docs", "doctor.md");

	@Test
	void aGpuThatRefusesTheModelIsToldWithTheReason() {
		Checkup checkup = new CheckupRun(reference(TinyModels.DENSE, ModelPrecision.AUTO), gpu(), (asked) -> {
			if (asked.device().equals(FIRST)) {
				throw new DeviceUnavailableException("Device cuda:0 cannot run it: no memory.", "Free some.");
			}
			return onCpu();
		}).run(0);
		assertThat(checkup.problems()).as("auto may be the CPU").isEmpty();
		CheckedModel model = Objects.requireNonNull(checkup.model());
		assertThat(model.device()).isEqualTo(new Device.Cpu());
		assertThat(model.otherwise()).isEqualTo(new Otherwise("Device cuda:0 cannot run it: no memory", "Free some."));
		assertThat(CheckupText.of(checkup).lines())
			.anyMatch((line) -> line.endsWith(", dense, on cpu: Device cuda:0 cannot run it: no memory"))
			.contains("              Free some.");
	}

	@Test
	void aModelThatOnlyLooksUpNeedsNoGpu() {
		Checkup checkup = new CheckupRun(reference(TinyModels.STATIC, ModelPrecision.AUTO), gpu(), (asked) -> onCpu())
			.run(0);
		assertThat(Objects.requireNonNull(checkup.model()).otherwise())
			.isEqualTo(new Otherwise("the model only looks vectors up", null));
		assertThat(CheckupText.of(checkup)).contains("precision     none: the model only looks vectors up");
	}

	@Test
	void whatIsLoadedWhereItWasExpectedNeedsNoReason() {
		Checkup checkup = new CheckupRun(reference(TinyModels.DENSE, ModelPrecision.AUTO), gpu(),
				(asked) -> encoder(FIRST))
			.run(0);
		assertThat(Objects.requireNonNull(checkup.model()).otherwise()).isNull();
	}

	@Test
	void nativeLibrariesThatDoNotFitTheSystemAreAProblem() {
		Checkup checkup = new CheckupRun(reference(TinyModels.DENSE, ModelPrecision.AUTO), gpu(), (asked) -> {
			throw new UnsatisfiedLinkError("wrong ELF class");
		}).run(0);
		assertThat(checkup.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.problem()).contains("wrong ELF class"));
		assertThat(checkup.model()).isNotNull();
	}

	@Test
	void noModelIsLoadedWhereTheMachineCannotRunIt() {
		Obstacle twice = new Obstacle("ONNX Runtime is on the class path 2 times", "Keep one.");
		Diagnosis sick = new Diagnosis(gpu().cpu(), null, gpu().onnxRuntime(), List.of(),
				new Choice(AUTO, null, twice.problem(), null), List.of(twice));
		Checkup checkup = new CheckupRun(reference(TinyModels.DENSE, ModelPrecision.AUTO), sick, (asked) -> {
			throw new AssertionError("was loaded");
		}).run(0);
		assertThat(checkup.problems()).containsExactly(twice);
		assertThat(CheckupText.of(checkup)).contains("problems      ONNX Runtime is on the class path 2 times");
	}

	@Test
	void everyLibraryHasItsLine() {
		assertThat(CheckupText.of(full()).lines()).contains("GPU           NVIDIA H100 80GB HBM3; driver 580.159.04",
				"libraries     CUDA      libcudart.so.12  /usr/lib64/libcudart.so.12",
				"              CUDA      libcurand.so.10  missing",
				"              CUDA      libcudnn.so.9    not found, and not needed by models of texts",
				"              native libraries: /opt/onnxruntime", "              built with CUDA, without TensorRT");
	}

	@Test
	void everyNameIsDocumentedAndNoOther() throws IOException {
		Set<String> documented = Pattern.compile("^\\| `([a-z0-9_.\\[\\]]+)`", Pattern.MULTILINE)
			.matcher(Files.readString(DOCUMENT))
			.results()
			.map((name) -> name.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> printed = new TreeSet<>();
		collect("", JsonMapper.shared().readTree(ResultJson.of(CheckupValues.of(full()))), printed);
		assertThat(documented).isEqualTo(printed);
	}

	@Test
	void theDocumentedReportHasTheLinesOfAReport() throws IOException {
		String document = Files.readString(DOCUMENT);
		int start = document.indexOf("    CPU ");
		List<String> documented = document.substring(start, document.indexOf("\n\n", start))
			.lines()
			.map((line) -> label(line.substring(4)))
			.filter((label) -> !label.isEmpty())
			.toList();
		assertThat(documented).isEqualTo(
				CheckupText.of(full()).lines().map(CheckupTests::label).filter((label) -> !label.isEmpty()).toList());
	}

	private static String label(String line) {
		return line.substring(0, 14).strip();
	}

	private static void collect(String prefix, JsonNode node, Set<String> names) {
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			String name = prefix + property.getKey();
			JsonNode value = property.getValue();
			boolean objects = value.isArray() && value.path(0).isObject();
			if (value.isObject() || objects) {
				collect(name + (objects ? "[]." : "."), objects ? value.get(0) : value, names);
			}
			else {
				names.add(name);
			}
		}
	}

	private static Checkup full() {
		CheckedModel model = new CheckedModel("m", ModelKind.DENSE,
				List.of(new OnnxFile("onnx/model.onnx", ModelPrecision.FP32, "fp32 was asked for")),
				new GraphOptimization(Map.of("MatMul", 2), Map.of("MultiHeadAttention", 1), List.of("This stays."),
						"/kept"),
				new Device.Cpu(), new Otherwise("a reason", "a remedy"));
		return new Checkup(gpu(), model, new ModelSpeed(5, 100, 10_000, 2.5),
				List.of(new Obstacle("a problem", "A remedy.")), null);
	}

	private static Diagnosis gpu() {
		return new Diagnosis(new Cpu("x86-64", List.of("AVX2"), 4, 8),
				new Driver("580.159.04", List.of("NVIDIA H100 80GB HBM3")),
				new OnnxRuntime(List.of(new Artifact("/app/onnxruntime.jar", "1.28.0")), "/opt/onnxruntime", true,
						false),
				List.of(new Library("libcudart.so.12", "CUDA", true, Path.of("/usr/lib64/libcudart.so.12")),
						new Library("libcurand.so.10", "CUDA", true, null),
						new Library("libcudnn.so.9", "CUDA", false, null)),
				new Choice(AUTO, FIRST, "the first GPU can be used", null), List.of());
	}

	private static ModelReference reference(Path model, ModelPrecision precision) {
		return new ModelReference(model.toString(), AUTO, precision, true, null, null, InferenceRuntime.shared(),
				ModelHub.shared());
	}

	private static MeasuredEncoder onCpu() {
		return encoder(new Device.Cpu());
	}

	private static MeasuredEncoder encoder(Device device) {
		return new MeasuredEncoder(device, null, (texts) -> {
		}, () -> EncoderStatistics.NONE, () -> {
		});
	}

}
