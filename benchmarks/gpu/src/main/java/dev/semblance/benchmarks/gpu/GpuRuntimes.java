package dev.semblance.benchmarks.gpu;

import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.InferenceRuntime;

/**
 * Builds runtimes that leave a model only so much of a GPU's memory.
 */
final class GpuRuntimes {

	private GpuRuntimes() {
	}

	/**
	 * Builds a runtime.
	 * @param bytes memory of the device that each model may take
	 * @return the runtime
	 */
	static InferenceRuntime limited(long bytes) {
		return InferenceRuntime.builder().gpu(GpuSettings.builder().memoryLimit(bytes).build()).build();
	}

}
