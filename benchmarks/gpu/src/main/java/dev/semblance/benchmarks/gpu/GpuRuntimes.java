package dev.semblance.benchmarks.gpu;

import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.InferenceRuntime;

/**
 * Builds runtimes whose GPUs are used in another way than usual.
 */
final class GpuRuntimes {

	private GpuRuntimes() {
	}

	/**
	 * Builds a runtime that leaves a model only so much of a GPU's memory.
	 * @param bytes memory of the device that each model may take
	 * @return the runtime
	 */
	static InferenceRuntime limited(long bytes) {
		return InferenceRuntime.builder().gpu(GpuSettings.builder().memoryLimit(bytes).build()).build();
	}

	/**
	 * Builds a runtime that takes padding out of models, or leaves it in.
	 * @param unpadded whether padding is taken out
	 * @return the runtime
	 */
	static InferenceRuntime unpadded(boolean unpadded) {
		return InferenceRuntime.builder().gpu(GpuSettings.builder().unpadded(unpadded).build()).build();
	}

}
