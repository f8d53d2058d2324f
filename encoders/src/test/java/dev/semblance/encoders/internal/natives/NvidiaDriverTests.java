package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NvidiaDriverTests {

	@TempDir
	private Path folder;

	@Test
	void aMachineWithoutItsFilesHasNone() {
		assertThat(NvidiaDriver.find(this.folder)).isEmpty();
	}

	@Test
	void versionAndGpusAreRead() throws IOException {
		new FakeMachine(this.folder).driver("580.159.04", "NVIDIA H100 80GB HBM3", "NVIDIA L4");
		NvidiaDriver driver = NvidiaDriver.find(this.folder).orElseThrow();
		assertThat(driver.version()).isEqualTo("580.159.04");
		assertThat(driver.major()).isEqualTo(580);
		assertThat(driver.gpus()).containsExactly("NVIDIA H100 80GB HBM3", "NVIDIA L4");
	}

	@Test
	void theVersionOfTheOpenModuleIsRead() throws IOException {
		new FakeMachine(this.folder).file("proc/driver/nvidia/version",
				"NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build\n");
		assertThat(NvidiaDriver.find(this.folder).orElseThrow().version()).isEqualTo("570.86.15");
	}

	@Test
	void aContainerWithoutDevicesSeesTheDriverOfItsHostAndCannotReachIt() throws IOException {
		new FakeMachine(this.folder).file("proc/driver/nvidia/version", "NVIDIA UNIX x86_64 Kernel Module  580.1  x\n");
		assertThat(NvidiaDriver.find(this.folder).orElseThrow().reachable()).isFalse();
	}

	@Test
	void aContainerWithDevicesOnlyHasADriverOfUnknownVersion() throws IOException {
		new FakeMachine(this.folder).file("dev/nvidiactl", "").file("dev/nvidia0", "").file("dev/nvidia-uvm", "");
		NvidiaDriver driver = NvidiaDriver.find(this.folder).orElseThrow();
		assertThat(driver.version()).isNull();
		assertThat(driver.major()).isZero();
		assertThat(driver.gpus()).hasSize(1);
		assertThat(driver.reachable()).isTrue();
	}

}
