package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.GpuSettings.AttentionKernel;
import dev.semblance.encoders.GpuSettings.MemoryGrowth;

/**
 * What ONNX Runtime is told of a GPU, in its own words.
 *
 * @see <a href=
 * "https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html">CUDA</a>
 * @see <a href=
 * "https://onnxruntime.ai/docs/execution-providers/TensorRT-ExecutionProvider.html">TensorRT</a>
 */
final class GpuOptions {

	private final Device.Gpu gpu;

	private final GpuSettings settings;

	private final Path engines;

	/**
	 * Creates options.
	 * @param gpu the GPU
	 * @param settings how it is used
	 * @param engines where what TensorRT compiles of the model is kept. ONNX Runtime
	 * tells engines apart by the names within a model, not by its weights, so that each
	 * model needs a folder of its own
	 */
	GpuOptions(Device.Gpu gpu, GpuSettings settings, Path engines) {
		this.gpu = gpu;
		this.settings = settings;
		this.engines = engines;
	}

	/**
	 * Asks for the GPU. TensorRT goes first, and CUDA runs what it leaves.
	 * @param session the session's options
	 */
	void applyTo(SessionOptions session) throws OrtException {
		if (this.gpu instanceof Device.TensorRt) {
			addTensorRt(session);
		}
		try (OrtCUDAProviderOptions options = new OrtCUDAProviderOptions(this.gpu.index())) {
			options.add("arena_extend_strategy",
					(this.settings.memoryGrowth() == MemoryGrowth.DOUBLING) ? "kNextPowerOfTwo" : "kSameAsRequested");
			options.add("use_tf32", this.settings.tensorFloat32() ? "1" : "0");
			Long limit = this.settings.memoryLimit();
			if (limit != null) {
				options.add("gpu_mem_limit", limit.toString());
			}
			if (!this.settings.attention().isEmpty()) {
				options.add("sdpa_kernel", Integer.toString(kernels()));
			}
			session.addCUDA(options);
		}
	}

	private int kernels() {
		return this.settings.attention().stream().mapToInt(GpuOptions::bit).sum();
	}

	private static int bit(AttentionKernel kernel) {
		return switch (kernel) {
			case FLASH -> 1;
			case EFFICIENT -> 1 << 1;
			case FUSED -> 1 << 2;
			case CUDNN -> 1 << 3;
			case PLAIN -> 1 << 4;
		};
	}

	private void addTensorRt(SessionOptions session) throws OrtException {
		try (OrtTensorRTProviderOptions options = new OrtTensorRTProviderOptions(this.gpu.index())) {
			String folder = Files.createDirectories(this.engines).toString();
			options.add("trt_engine_cache_enable", "1");
			options.add("trt_engine_cache_path", folder);
			options.add("trt_timing_cache_enable", "1");
			options.add("trt_timing_cache_path", folder);
			session.addTensorrt(options);
		}
		catch (IOException ex) {
			throw new DeviceUnavailableException(
					"What TensorRT compiles cannot be kept in %s: %s.".formatted(this.engines, ex),
					"Make the folder writable, or set SEMBLANCE_HOME to another one.", ex);
		}
	}

}
