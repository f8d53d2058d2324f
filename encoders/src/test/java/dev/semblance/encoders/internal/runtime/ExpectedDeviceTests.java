package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.Device;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectedDeviceTests {

	@Test
	void withoutCudaOnTheClassPathAutoIsTheCpu() {
		ExpectedDevice expected = ExpectedDevice.of(new Device.Auto(), ClassLoader.getPlatformClassLoader());
		assertThat(expected.device()).isEqualTo(new Device.Cpu());
		assertThat(expected.reason()).contains("without CUDA");
	}

	@Test
	void aDeviceThatWasAskedForIsExpected() {
		assertThat(ExpectedDevice.of(new Device.Cuda(1)).device()).isEqualTo(new Device.Cuda(1));
		assertThat(ExpectedDevice.of(new Device.Cpu()).device()).isEqualTo(new Device.Cpu());
	}

}
