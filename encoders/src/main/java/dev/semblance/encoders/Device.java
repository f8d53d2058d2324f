package dev.semblance.encoders;

/**
 * Where a model runs.
 */
public sealed interface Device {

	/**
	 * Finds a device by its property value.
	 * @param value {@code auto}, {@code cpu}, {@code cuda} (the first GPU),
	 * {@code cuda:N}, {@code tensorrt} (the first GPU) or {@code tensorrt:N}
	 * @return the device
	 * @throws InvalidInputException if the value is none of these
	 */
	static Device parse(String value) {
		String name = value.strip();
		return switch (name) {
			case "auto" -> new Auto();
			case "cpu" -> new Cpu();
			case "cuda" -> new Cuda(0);
			case "tensorrt" -> new TensorRt(0);
			default -> {
				if (!name.matches("(cuda|tensorrt):\\d{1,3}")) {
					throw new InvalidInputException("Unknown device '%s'.".formatted(value),
							"Use auto, cpu, cuda, cuda:N, tensorrt or tensorrt:N, where N is the number of the GPU.");
				}
				int index = Integer.parseInt(name.substring(name.indexOf(':') + 1));
				yield name.startsWith("cuda") ? new Cuda(index) : new TensorRt(index);
			}
		};
	}

	/** The first GPU if it can be used, else the CPU. */
	record Auto() implements Device {

		@Override
		public String toString() {
			return "auto";
		}

	}

	/** The CPU. */
	record Cpu() implements Device {

		@Override
		public String toString() {
			return "cpu";
		}

	}

	/**
	 * An NVIDIA GPU.
	 */
	sealed interface Gpu extends Device {

		/**
		 * Returns which one it is.
		 * @return number of the GPU, from 0
		 */
		int index();

	}

	/**
	 * An NVIDIA GPU through CUDA.
	 *
	 * @param index number of the GPU, from 0
	 */
	record Cuda(int index) implements Gpu {

		@Override
		public String toString() {
			return "cuda:" + this.index;
		}

	}

	/**
	 * An NVIDIA GPU through TensorRT, which compiles a model for the GPU at hand. This
	 * takes minutes when lengths are met for the first time. What TensorRT cannot run,
	 * CUDA does.
	 *
	 * @param index number of the GPU, from 0
	 */
	record TensorRt(int index) implements Gpu {

		@Override
		public String toString() {
			return "tensorrt:" + this.index;
		}

	}

}
