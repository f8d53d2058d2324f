package dev.semblance.encoders;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How models use a GPU. Each model has memory of its own there, so what is said of memory
 * holds for each of them.
 *
 * @param memoryLimit most bytes of the GPU's memory that a model may take, its weights
 * included; {@code null} for as many as there are
 * @param memoryGrowth by how much a model's memory grows when it needs more
 * @param tensorFloat32 whether products of matrices in single precision take their
 * factors with 10 bits behind the point instead of 23, which is several times as fast
 * from the A100 on; half precision is not affected
 * @param attention ways to compute attention that may be taken; empty for those that ONNX
 * Runtime takes by itself. Only nodes of fused attention go by it
 * @param unpadded whether padding is taken out of the graphs of models that are
 * optimized, so that a batch of texts of different lengths costs its tokens only; on CUDA
 * only
 */
public record GpuSettings(@Nullable Long memoryLimit, MemoryGrowth memoryGrowth, boolean tensorFloat32,
		Set<AttentionKernel> attention, boolean unpadded) {

	/** The settings of a runtime for which nothing else is said. */
	public static final GpuSettings DEFAULT = builder().build();

	/**
	 * Checks and copies the settings.
	 * @throws InvalidInputException if the memory is limited to nothing
	 */
	public GpuSettings {
		if (memoryLimit != null && memoryLimit < 1) {
			throw new InvalidInputException("The limit of GPU memory is %d bytes.".formatted(memoryLimit),
					"Allow 1 or more, at least what the weights of the model need, or set no limit.");
		}
		attention = Set.copyOf(attention);
	}

	/**
	 * Starts building settings.
	 * @return a builder of the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * By how much a model's memory grows.
	 */
	public enum MemoryGrowth {

		/** By what is needed at the moment: the least memory. */
		AS_NEEDED,

		/** By doubling: fewer requests to the driver, up to twice the memory. */
		DOUBLING

	}

	/**
	 * A way to compute attention.
	 */
	public enum AttentionKernel {

		/** Flash attention; half precision and no padding within the batch. */
		FLASH,

		/** The memory-efficient one of CUTLASS; takes padding, too. */
		EFFICIENT,

		/** TensorRT's fused one, for GPUs before Hopper. */
		FUSED,

		/** That of cuDNN. */
		CUDNN,

		/** Products of matrices and softmax, one after the other. */
		PLAIN

	}

	/**
	 * Builds settings. Not safe for concurrent use.
	 */
	public static final class Builder {

		private @Nullable Long memoryLimit;

		private MemoryGrowth memoryGrowth = MemoryGrowth.AS_NEEDED;

		private boolean tensorFloat32 = true;

		private Set<AttentionKernel> attention = EnumSet.noneOf(AttentionKernel.class);

		private boolean unpadded;

		private Builder() {
		}

		/**
		 * Limits the memory of each model; without a limit if not set.
		 * @param bytes number of bytes, 1 or more
		 * @return this builder
		 */
		public Builder memoryLimit(long bytes) {
			this.memoryLimit = bytes;
			return this;
		}

		/**
		 * Sets how a model's memory grows; as needed if not set.
		 * @param growth by how much
		 * @return this builder
		 */
		public Builder memoryGrowth(MemoryGrowth growth) {
			this.memoryGrowth = growth;
			return this;
		}

		/**
		 * Sets whether products in single precision may be computed with shorter factors;
		 * they are if not set.
		 * @param allowed whether they may
		 * @return this builder
		 */
		public Builder tensorFloat32(boolean allowed) {
			this.tensorFloat32 = allowed;
			return this;
		}

		/**
		 * Sets how attention may be computed; what ONNX Runtime takes by itself if not
		 * set.
		 * @param kernels the ways that may be taken
		 * @return this builder
		 */
		public Builder attention(Collection<AttentionKernel> kernels) {
			this.attention = Set.copyOf(kernels);
			return this;
		}

		/**
		 * Sets whether padding is taken out of the graphs of optimized models, so that a
		 * batch of texts of different lengths costs its tokens only; it is not if not
		 * set. For CUDA only; a CPU takes no notice, and has next to no padding.
		 * @param unpadded whether it is
		 * @return this builder
		 */
		public Builder unpadded(boolean unpadded) {
			this.unpadded = unpadded;
			return this;
		}

		/**
		 * Builds the settings.
		 * @return the settings
		 * @throws InvalidInputException if the memory is limited to nothing
		 */
		public GpuSettings build() {
			return new GpuSettings(this.memoryLimit, this.memoryGrowth, this.tensorFloat32, this.attention,
					this.unpadded);
		}

	}

}
