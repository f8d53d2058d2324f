package dev.semblance.encoders;

import java.io.IOException;
import java.nio.file.Path;

import dev.semblance.encoders.internal.onnx.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeviceTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "auto, auto", "cpu, cpu", "cuda, cuda:0", "cuda:0, cuda:0", "cuda:12, cuda:12", "tensorrt, tensorrt:0",
			"tensorrt:3, tensorrt:3" })
	void aDeviceIsReadFromItsName(String value, String expected) {
		assertThat(Device.parse(value)).hasToString(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:x", "cuda:99999999999", "cuda:1,2",
			"tensorrt:", "tensorrt:x", "cuda:1 2" })
	void anUnknownDeviceIsRefusedWithTheChoices(String value) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Device.parse(value))
			.withMessageContaining("'" + value + "'")
			.withMessageContaining("auto, cpu, cuda, cuda:N, tensorrt or tensorrt:N");
	}

	@Test
	void autoRunsOnTheCpuIfTheRuntimeHasNoCuda() throws IOException {
		String model = new TinyModel().write(this.folder).toString();
		try (DenseEncoder encoder = DenseEncoder.builder(model).build()) {
			assertThat(encoder.model().device()).isEqualTo(new Device.Cpu());
		}
	}

	@Test
	void aGpuAskedForByNameIsNeverReplacedByTheCpu() throws IOException {
		String model = new TinyModel().write(this.folder).toString();
		assertThatExceptionOfType(DeviceUnavailableException.class)
			.isThrownBy(() -> DenseEncoder.builder(model).device(new Device.Cuda(1)).build())
			.withMessageContaining("cuda:1 was asked for and cannot be used")
			.withMessageContaining("built without CUDA")
			.withMessageContaining("onnxruntime_gpu");
	}

}
