package dev.semblance.encoders.internal.variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.runtime.CpuFeatures;
import dev.semblance.encoders.internal.runtime.CpuFeatures.Architecture;
import dev.semblance.encoders.internal.runtime.CpuFeatures.InstructionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VariantChooserTests {

	/** A file that needs a download has a star. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					auto | cpu    | vnni    | model.onnx model_fp16.onnx model_int8.onnx               | model.onnx
					auto | cpu    | vnni    | model_O3.onnx model_O1.onnx model_int8.onnx              | model_O3.onnx
					auto | cpu    | vnni    | model_O4.onnx model_quantized.onnx model_int8.onnx       | model_quantized.onnx
					auto | cpu    | vnni    | model_O4.onnx model_fp16.onnx                            | model_fp16.onnx
					auto | cpu    | vnni    | model.onnx* model_int8.onnx model_fp16.onnx              | model.onnx
					auto | cpu    | vnni    | model.onnx* model_O2.onnx                                | model_O2.onnx
					auto | cuda:0 | vnni    | model.onnx model_fp16.onnx model_O4.onnx model_int8.onnx | model_O4.onnx
					auto | cuda:0 | vnni    | model.onnx model_fp16.onnx                               | model_fp16.onnx
					auto | cuda:0 | vnni    | model.onnx model_int8.onnx                               | model.onnx
					auto | cuda:0 | vnni    | model.onnx model_fp16.onnx* model_O4.onnx*               | model.onnx
					auto | cuda:0 | vnni    | model.onnx* model_fp16.onnx* model_O4.onnx*              | model_O4.onnx
					auto | cuda:0 | vnni    | model_int8.onnx                                          |
					fp32 | cuda:0 | vnni    | model.onnx model_fp16.onnx                               | model.onnx
					fp32 | cpu    | vnni    | model_O1.onnx model_O2.onnx model_optimized.onnx         | model_O2.onnx
					fp32 | cpu    | vnni    | model_optimized.onnx model_int8.onnx                     | model_optimized.onnx
					fp32 | cpu    | vnni    | model_int8.onnx model_O4.onnx                            |
					fp16 | cpu    | vnni    | model.onnx model_O4.onnx model_fp16.onnx                 | model_fp16.onnx
					fp16 | cpu    | vnni    | model.onnx model_O4.onnx                                 | model_O4.onnx
					fp16 | cuda:1 | vnni    | model.onnx model_O4.onnx model_fp16.onnx                 | model_O4.onnx
					int8 | cpu    | vnni    | model.onnx model_O4.onnx                                 |
					int8 | cpu    | vnni    | model_quantized.onnx model_qint8_avx512_vnni.onnx        | model_qint8_avx512_vnni.onnx
					int8 | cpu    | vnni    | model_quantized.onnx model_qint8_avx512_vnni.onnx*       | model_quantized.onnx
					int8 | cpu    | vnni    | model_int8.onnx* model_uint8.onnx*                       | model_int8.onnx
					int8 | cpu    | vnni    | model_quint8_avx2.onnx model_qint8_arm64.onnx            | model_quint8_avx2.onnx
					int8 | cpu    | avx512  | model_qint8_avx512_vnni.onnx model_quint8_avx2.onnx      | model_quint8_avx2.onnx
					int8 | cpu    | avx512  | model_qint8_avx512.onnx model_quint8_avx2.onnx           | model_qint8_avx512.onnx
					int8 | cpu    | avx512  | model_quantized.onnx model_uint8.onnx                    | model_uint8.onnx
					int8 | cpu    | avx2    | model_qint8_avx512.onnx model_quint8_avx2.onnx           | model_quint8_avx2.onnx
					int8 | cpu    | avx2    | model_qint8_avx512_vnni.onnx model_int8.onnx             | model_int8.onnx
					int8 | cpu    | avx2    | model_qint8_arm64.onnx                                   | model_qint8_arm64.onnx
					int8 | cpu    | unknown | model_int8.onnx model_uint8.onnx                         | model_uint8.onnx
					int8 | cpu    | arm     | model_quint8_avx2.onnx model_qint8_arm64.onnx            | model_qint8_arm64.onnx
					int8 | cpu    | arm     | model_uint8.onnx model_int8.onnx                         | model_int8.onnx
					int8 | cpu    | arm     | model_qint8_avx512_vnni.onnx                             | model_qint8_avx512_vnni.onnx
					""")
	void theBestFileOfThoseThereAreIsChosen(String precision, String device, String cpu, String there,
			String expected) {
		List<String> files = Arrays.asList(there.split(" "));
		Optional<OnnxChoice> choice = new VariantChooser(ModelPrecision.named(precision), Device.parse(device),
				cpu(cpu))
			.choose("", (path) -> files.contains(path) || files.contains(path + "*"), files::contains);
		assertThat(choice.map(OnnxChoice::path)).isEqualTo(Optional.ofNullable(expected));
	}

	@ParameterizedTest
	@CsvSource({ "vnni", "avx512", "avx2", "unknown", "arm" })
	void everyCpuRunsEveryFileOfEightBits(String cpu) {
		List<OnnxVariant> all = Stream.of(OnnxVariant.values())
			.filter((variant) -> variant.precision() == ModelPrecision.INT8)
			.toList();
		assertThat(VariantOrder.of(ModelPrecision.INT8, new Device.Cpu(), cpu(cpu)))
			.containsExactlyInAnyOrderElementsOf(all);
	}

	@ParameterizedTest
	@EnumSource(names = { "FP32", "FP16" })
	void everyOtherFileRunsOnEveryDevice(ModelPrecision precision) {
		List<OnnxVariant> all = Stream.of(OnnxVariant.values())
			.filter((variant) -> variant.precision() == precision)
			.toList();
		for (Device device : List.of(new Device.Cpu(), new Device.Cuda(0))) {
			assertThat(VariantOrder.of(precision, device, cpu("vnni"))).containsExactlyInAnyOrderElementsOf(all);
		}
	}

	@Test
	void theFolderOnnxGoesBeforeTheTransformersOwn() {
		assertThat(asked("0_Transformer/", "0_Transformer/onnx/model_O3.onnx", "0_Transformer/model_O3.onnx"))
			.endsWith("0_Transformer/onnx/model_O3.onnx");
	}

	@Test
	void noFileIsAskedForOnceTheFirstIsFound() {
		assertThat(asked("", "onnx/model.onnx", "model.onnx", "onnx/model_O3.onnx")).containsExactly("onnx/model.onnx");
		assertThat(asked("", "model.onnx", "onnx/model_O3.onnx")).containsExactly("onnx/model.onnx", "model.onnx");
	}

	@Test
	void whatIsKnownToExistLeavesOnlyTheQuestionWhatIsLocal() {
		List<String> asked = new ArrayList<>();
		Optional<OnnxChoice> choice = new VariantChooser(ModelPrecision.FP32, new Device.Cpu(), cpu("avx2")).choose("",
				(path) -> {
					asked.add(path);
					return true;
				}, (path) -> false);
		assertThat(asked).containsExactly("onnx/model.onnx");
		assertThat(choice.map(OnnxChoice::path)).contains("onnx/model.onnx");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					int8 | cpu    | vnni    | model_int8.onnx               | int8 was asked for, and the CPU has VNNI
					int8 | cpu    | avx512  | model_int8.onnx               | int8 was asked for, and the CPU has AVX-512 without VNNI
					int8 | cpu    | unknown | model_int8.onnx               | int8 was asked for, and the CPU is not known to have VNNI
					int8 | cpu    | arm     | model_int8.onnx               | int8 was asked for, and the CPU is an ARM
					fp16 | cuda:0 | vnni    | model_O4.onnx* model_fp16.onnx | fp16 was asked for, and it needs no download
					auto | cpu    | vnni    | model.onnx                    | no precision was asked for, and the order on cpu is fp32, int8, fp16
					auto | cuda:0 | vnni    | model.onnx                    | no precision was asked for, and the order on cuda:0 is fp16, fp32
					""")
	void theReasonIsTheRestOfASentence(String precision, String device, String cpu, String there, String reason) {
		List<String> files = Arrays.asList(there.split(" "));
		assertThat(new VariantChooser(ModelPrecision.named(precision), Device.parse(device), cpu(cpu)).choose("",
				(path) -> files.contains(path) || files.contains(path + "*"), files::contains))
			.map(OnnxChoice::reason)
			.contains(reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			int8 | cpu    | model.onnx model_O4.onnx         | model.onnx      | fp32 | int8
			int8 | cpu    | model_O4.onnx model_O2.onnx      | model_O2.onnx   | fp32 | int8
			int8 | cpu    | model.onnx* model_int8.onnx      | model_int8.onnx | int8 | int8
			int8 | cpu    | model_fp16.onnx                  |                 |      |
			fp16 | cuda:0 | model.onnx model_int8.onnx       | model.onnx      | fp32 | fp16
			fp16 | cpu    | model.onnx                       | model.onnx      | fp32 | fp16
			fp32 | cpu    | model_int8.onnx                  |                 |      |
			auto | cuda:0 | model.onnx                       | model.onnx      | fp32 | fp32
			auto | cpu    | model.onnx                       | model.onnx      | fp32 | fp32
			""")
	void singlePrecisionStandsInForWhatIsMissingAndWasAskedForByName(String precision, String device, String there,
			String expected, String stored, String running) {
		List<String> files = Arrays.asList(there.split(" "));
		Optional<OnnxChoice> choice = new VariantChooser(ModelPrecision.named(precision), Device.parse(device),
				cpu("vnni"), true, null)
			.choose("", (path) -> files.contains(path) || files.contains(path + "*"), files::contains);
		assertThat(choice.map(OnnxChoice::path)).isEqualTo(Optional.ofNullable(expected));
		assertThat(choice.map((chosen) -> chosen.stored().modelName())).isEqualTo(Optional.ofNullable(stored));
		assertThat(choice.map((chosen) -> chosen.precision().modelName())).isEqualTo(Optional.ofNullable(running));
	}

	@Test
	void eightBitsOnAGpuAreRefusedWithWhatToSet() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new VariantChooser(ModelPrecision.INT8, new Device.Cuda(1), cpu("vnni")))
			.withMessageContaining("int8 was asked for on cuda:1")
			.withMessageContaining("Set the device to cpu or auto");
	}

	@Test
	void eightBitsRunOnTheCpuWhateverDeviceWasAskedFor() {
		assertThat(new OnnxChoice("model_int8.onnx", ModelPrecision.INT8, "").device(new Device.Auto()))
			.isEqualTo(new Device.Cpu());
		assertThat(new OnnxChoice("model.onnx", ModelPrecision.FP32, "").device(new Device.Auto()))
			.isEqualTo(new Device.Auto());
	}

	private static List<String> asked(String folder, String... there) {
		List<String> asked = new ArrayList<>();
		Set<String> files = Set.of(there);
		new VariantChooser(ModelPrecision.FP32, new Device.Cpu(), cpu("avx2")).choose(folder, (path) -> {
			asked.add(path);
			return files.contains(path);
		}, files::contains);
		return asked;
	}

	private static CpuFeatures cpu(String name) {
		return switch (name) {
			case "vnni" -> new CpuFeatures(Architecture.X86_64, EnumSet.allOf(InstructionSet.class));
			case "avx512" -> new CpuFeatures(Architecture.X86_64, Set.of(InstructionSet.AVX2, InstructionSet.AVX512));
			case "avx2" -> new CpuFeatures(Architecture.X86_64, Set.of(InstructionSet.AVX2));
			case "arm" -> new CpuFeatures(Architecture.ARM64, Set.of());
			default -> new CpuFeatures(Architecture.OTHER, Set.of());
		};
	}

}
