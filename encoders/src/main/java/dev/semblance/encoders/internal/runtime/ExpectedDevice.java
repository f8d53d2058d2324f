package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.Device;

/**
 * The device that a model will run on, as far as can be told without loading ONNX
 * Runtime: a GPU that is expected can still turn out to be unusable.
 *
 * @param device the device, not {@code auto}
 * @param reason why it is this one
 */
public record ExpectedDevice(Device device, String reason) {

	/**
	 * Finds out which device will be used.
	 * @param asked the device that was asked for
	 * @return the same; for {@code auto} the first GPU or the CPU
	 */
	public static ExpectedDevice of(Device asked) {
		return of(asked, ExpectedDevice.class.getClassLoader());
	}

	static ExpectedDevice of(Device asked, ClassLoader loader) {
		if (!(asked instanceof Device.Auto)) {
			return new ExpectedDevice(asked, "it was asked for");
		}
		if (!RuntimeArtifact.hasCuda(loader)) {
			return new ExpectedDevice(new Device.Cpu(), "the ONNX Runtime on the class path is built without CUDA");
		}
		if (!RuntimeArtifact.hasDriver()) {
			return new ExpectedDevice(new Device.Cpu(), "this machine has no NVIDIA driver");
		}
		return new ExpectedDevice(new Device.Cuda(0), "this machine has an NVIDIA driver");
	}

}
