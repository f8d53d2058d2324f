package dev.semblance.encoders.internal.variant;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelPrecision;

/**
 * The ONNX file that was chosen.
 *
 * @param path its path in the model's repository
 * @param stored the precision that its name stands for, not {@code auto}
 * @param precision the precision that runs, to which the file is converted if it is
 * another one
 * @param reason why it was chosen, as the rest of a sentence
 */
public record OnnxChoice(String path, ModelPrecision stored, ModelPrecision precision, String reason) {

	/**
	 * Creates a choice that runs in the precision of the file.
	 * @param path its path in the model's repository
	 * @param precision the precision that its name stands for, not {@code auto}
	 * @param reason why it was chosen, as the rest of a sentence
	 */
	public OnnxChoice(String path, ModelPrecision precision, String reason) {
		this(path, precision, precision, reason);
	}

	/**
	 * Tells whether the file is to be converted.
	 * @return whether it is
	 */
	public boolean converted() {
		return this.stored != this.precision;
	}

	/**
	 * Returns the device to run on.
	 * @param asked the device that was asked for
	 * @return the CPU for eight bits, else what was asked for
	 */
	public Device device(Device asked) {
		return (this.precision == ModelPrecision.INT8) ? new Device.Cpu() : asked;
	}

}
