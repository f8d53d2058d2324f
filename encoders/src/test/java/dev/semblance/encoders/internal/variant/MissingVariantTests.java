package dev.semblance.encoders.internal.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.FolderFiles;
import dev.semblance.encoders.internal.runtime.CpuFeatures;
import dev.semblance.encoders.internal.runtime.CpuFeatures.Architecture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MissingVariantTests {

	private static final CpuFeatures CPU = new CpuFeatures(Architecture.X86_64, Set.of());

	@TempDir
	private Path folder;

	@BeforeEach
	void createFolders() throws IOException {
		Files.createDirectories(this.folder.resolve("0_Transformer/onnx"));
	}

	@ParameterizedTest
	@CsvSource({ "BertModel, feature-extraction", "XLMRobertaForSequenceClassification, text-classification",
			"DistilBertForMaskedLM, fill-mask", "'', feature-extraction" })
	void aModelWithoutAnOnnxFileIsToBeExportedIntoItsFolder(String architecture, String task) throws IOException {
		Path transformer = this.folder.resolve("0_Transformer");
		Files.writeString(transformer.resolve("config.json"), "{\"architectures\": [\"%s\"]}".formatted(architecture));
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> choose(ModelPrecision.AUTO, new Device.Cpu(), this.folder.toString()))
			.withMessage("The model in %1$s has no ONNX file: neither onnx/model.onnx nor model.onnx nor a variant of "
				.formatted(transformer)
					+ "them. Export it: optimum-cli export onnx --model %1$s --task %2$s %1$s.".formatted(transformer,
							task));
	}

	@Test
	void aModelThatIsNoFolderIsToBeExportedByItsName() {
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> choose(ModelPrecision.INT8, new Device.Cpu(), "somebody/something"))
			.withMessageEndingWith("Export it: optimum-cli export onnx --model somebody/something "
					+ "--task feature-extraction FOLDER, and give that folder.");
		assertThatExceptionOfType(InvalidModelException.class)
			.isThrownBy(() -> choose(ModelPrecision.INT8, new Device.Cpu(), null))
			.withMessageContaining("--model MODEL");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					int8 | cpu    | model.onnx      | Model precision int8 was asked for, and the model in %s has only 0_Transformer/onnx/model.onnx (fp32). Set the model precision to auto or fp32, or let the model be optimized, which converts it.
					fp32 | cpu    | model_int8.onnx | Model precision fp32 was asked for, and the model in %s has only 0_Transformer/onnx/model_int8.onnx (int8). Set the model precision to auto or int8.
					fp16 | cuda:0 | model_int8.onnx | Model precision fp16 was asked for, and the model in %s has only 0_Transformer/onnx/model_int8.onnx (int8). Set the model precision to int8 and the device to cpu.
					auto | cuda:0 | model_int8.onnx | cuda:0 runs fp16, fp32, and the model in %s has only 0_Transformer/onnx/model_int8.onnx (int8). Set the model precision to int8 and the device to cpu.
					""")
	void aMissingPrecisionIsRefusedWithTheVariantsThereAre(String precision, String device, String file, String message)
			throws IOException {
		Files.createFile(this.folder.resolve("0_Transformer/onnx").resolve(file));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> choose(ModelPrecision.named(precision), Device.parse(device), this.folder.toString()))
			.withMessage(message.formatted(this.folder.resolve("0_Transformer")));
	}

	@Test
	void everyVariantThereIsIsListed() throws IOException {
		Files.createFile(this.folder.resolve("0_Transformer/model.onnx"));
		Files.createFile(this.folder.resolve("0_Transformer/onnx/model_O4.onnx"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> choose(ModelPrecision.INT8, new Device.Cpu(), this.folder.toString()))
			.withMessageContaining("0_Transformer/model.onnx (fp32), 0_Transformer/onnx/model_O4.onnx (fp16).")
			.withMessageContaining("auto or fp32 or fp16");
	}

	private void choose(ModelPrecision precision, Device device, @Nullable String reference) {
		ModelFiles files = new FolderFiles(this.folder);
		new VariantChooser(precision, device, CPU, false, reference).choose(files, "0_Transformer/");
	}

}
