package dev.semblance.encoders;

/**
 * Where a model runs.
 */
public sealed interface Device {

	/**
	 * Finds a device by its property value.
	 * @param value {@code auto}, {@code cpu}, {@code cuda} (the first GPU) or
	 * {@code cuda:N}
	 * @return the device
	 * @throws InvalidInputException if the value is none of these
	 */
	static Device parse(String value) {
		String name = value.strip();
		return switch (name) {
			case "auto" -> new Auto();
			case "cpu" -> new Cpu();
			case "cuda" -> new Cuda(0);
			default -> {
				if (!name.matches("cuda:\\d{1,3}")) {
					throw new InvalidInputException("Unknown device '%s'.".formatted(value),
							"Use auto, cpu, cuda or cuda:N, where N is the number of the GPU.");
				}
				yield new Cuda(Integer.parseInt(name.substring("cuda:".length())));
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
	 * An NVIDIA GPU through CUDA.
	 *
	 * @param index number of the GPU, from 0
	 */
	record Cuda(int index) implements Device {

		@Override
		public String toString() {
			return "cuda:" + this.index;
		}

	}

}
