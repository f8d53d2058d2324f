package dev.semblance.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs on machines whose ONNX Runtime is that of the tests: one for CPUs.
 */
class DoctorCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void theModelOfTheCommandIsCheckedIfNoneIsNamed() {
		CommandRun run = CommandRun.of("doctor", "--json", "--seconds", "0.1");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		JsonNode model = run.json().get("model");
		assertThat(model.get("name").stringValue()).isEqualTo(CommandRun.MINILM);
		assertThat(model.get("kind").stringValue()).isEqualTo("dense");
		assertThat(model.get("device").stringValue()).isEqualTo("cpu");
		assertThat(model.get("device_reason").isNull()).isTrue();
		assertThat(run.json().get("problems")).isEmpty();
	}

	@Test
	void theMachineIsDescribed() {
		JsonNode json = doctor("--json", "--seconds", "0").json();
		assertThat(json.get("cpu").get("architecture").stringValue()).isIn("x86-64", "arm64", "other");
		assertThat(json.get("cpu").get("physical_cores").intValue()).isPositive();
		assertThat(json.get("onnx_runtime").get("artifacts")).hasSize(1);
		assertThat(json.get("onnx_runtime").get("artifacts").get(0).get("place").stringValue()).endsWith(".jar");
		assertThat(json.get("onnx_runtime").get("cuda").booleanValue()).isFalse();
		assertThat(json.get("libraries")).isEmpty();
	}

	@Test
	void theDeviceIsToldWithTheReason() {
		JsonNode device = doctor("--json", "--seconds", "0").json().get("device");
		assertThat(device.get("asked").stringValue()).isEqualTo("auto");
		assertThat(device.get("chosen").stringValue()).isEqualTo("cpu");
		assertThat(device.get("reason").stringValue())
			.isEqualTo("no GPU can be used: the ONNX Runtime on the class path is built without CUDA");
	}

	@Test
	void thePrecisionIsToldWithTheReason() {
		JsonNode files = doctor("--json", "--seconds", "0", "--model-precision", "fp32").json()
			.get("model")
			.get("onnx_files");
		assertThat(files).hasSize(1);
		assertThat(files.get(0).get("precision").stringValue()).isEqualTo("fp32");
		assertThat(files.get(0).get("path").stringValue()).isEqualTo("onnx/model.onnx");
		assertThat(files.get(0).get("reason").stringValue()).isEqualTo("fp32 was asked for");
	}

	@ParameterizedTest
	@MethodSource
	void everyKindOfModelIsMeasured(Path model) {
		CommandRun run = CommandRun.of("doctor", "--model", model, "--seconds", "0.2", "--json");
		assertThat(run.exitCode()).isZero();
		JsonNode measured = run.json().get("measurement");
		assertThat(measured.get("texts_per_second").doubleValue()).isPositive();
		assertThat(measured.get("tokens_per_second").doubleValue())
			.isGreaterThan(measured.get("texts_per_second").doubleValue());
		assertThat(measured.get("single_p50_ms").doubleValue()).isPositive();
		assertThat(measured.get("seconds").doubleValue()).isGreaterThanOrEqualTo(0.2);
	}

	static Stream<Path> everyKindOfModelIsMeasured() {
		return Stream.of(TinyModels.DENSE, TinyModels.SPARSE, TinyModels.MULTI_VECTOR, TinyModels.CROSS);
	}

	@Test
	void nothingIsMeasuredInNoTime() {
		CommandRun run = doctor("--json", "--seconds", "0");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("measurement").isNull()).isTrue();
		assertThat(run.json().get("model").get("device").stringValue()).isEqualTo("cpu");
	}

	@Test
	void peopleAreShownOneThingALine() {
		CommandRun run = doctor("--seconds", "0.1");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.out().lines()).anyMatch((line) -> line.startsWith("CPU           "))
			.anyMatch((line) -> line.matches("ONNX Runtime  \\d+\\.\\d+\\.\\d+, .+\\.jar"))
			.contains("              built without CUDA, without TensorRT", "libraries     none wanted",
					"tokenizers    nothing needed",
					"device        cpu (asked for: auto): no GPU can be used: the ONNX Runtime on the class path is "
							+ "built without CUDA",
					"problems      none")
			.anyMatch((line) -> line.matches("model         .+, dense, on cpu"))
			.anyMatch((line) -> line.matches("precision     fp32, onnx/model\\.onnx: no precision was asked for.+"))
			.anyMatch((line) -> line.matches("speed         \\d.* texts/s, \\d+ tokens/s, a single text in \\d.* ms; "
					+ "measured in \\d+\\.\\d s"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cuda", "cuda:5", "tensorrt" })
	void aGpuThatCannotBeUsedIsAFailureWithTheRemedyAndTheWholeReport(String device) {
		CommandRun run = doctor("--device", device, "--json");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("Device " + device)
			.contains("is built without", "Replace onnxruntime by onnxruntime_gpu");
		JsonNode json = run.json();
		assertThat(json.get("cpu").get("logical_processors").intValue()).isPositive();
		assertThat(json.get("device").get("chosen").isNull()).isTrue();
		assertThat(json.get("model").isNull()).isTrue();
		assertThat(json.get("problems")).hasSize(1);
		JsonNode problem = json.get("problems").get(0);
		assertThat(run.err().strip())
			.isEqualTo(problem.get("problem").stringValue() + ". " + problem.get("remedy").stringValue());
	}

	@Test
	void peopleAreShownAProblemWithItsRemedy() {
		CommandRun run = doctor("--device", "cuda");
		assertThat(run.complaints()).isOne();
		assertThat(run.out().lines())
			.contains("device        none (asked for: cuda:0): see problems", "model         not loaded",
					"speed         not measured")
			.anyMatch((line) -> line.startsWith("problems      Device cuda:0 was asked for and cannot be used"))
			.anyMatch((line) -> line.startsWith("              Replace onnxruntime by onnxruntime_gpu"));
	}

	@Test
	void aModelThatIsNotThereIsAFailureWithTheWholeReport() {
		CommandRun run = CommandRun.of("doctor", "--model", this.folder, "--json");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains(this.folder.toString());
		assertThat(run.json().get("device").get("chosen").stringValue()).isEqualTo("cpu");
		assertThat(run.json().get("problems")).hasSize(1);
	}

	@Test
	void aModelThatCannotBeLoadedAsAskedIsDescribedAsFarAsItIsKnown() {
		CommandRun run = doctor("--max-length", "100000", "--json");
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("100000");
		assertThat(run.json().get("model").get("kind").stringValue()).isEqualTo("dense");
		assertThat(run.json().get("model").get("device").isNull()).isTrue();
		assertThat(run.json().get("measurement").isNull()).isTrue();
	}

	@Test
	void eightBitsOnAGpuAreAFailure() {
		CommandRun run = doctor("--device", "cuda", "--model-precision", "int8");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
	}

	@Test
	void aStackTraceIsPrintedIfAsked() {
		CommandRun run = doctor("--max-length", "100000", "--stacktrace");
		assertThat(run.err()).contains("Caused by: ").contains("\tat dev.semblance.encoders");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--seconds=-1", "--seconds=NaN", "--seconds=86401", "--seconds=x", "--device=gpu",
			"--model-precision=int4", "--unknown" })
	void wrongUsageEndsWithTwo(String option) {
		CommandRun run = doctor(option);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.out()).isEmpty();
	}

	private static CommandRun doctor(Object... options) {
		return CommandRun
			.of(Stream.concat(Stream.of("doctor", "--model", TinyModels.DENSE), Arrays.stream(options)).toArray());
	}

}
