package dev.semblance.encoders.internal.runtime;

import java.util.Optional;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The device that a model will run on, as far as can be told without loading ONNX
 * Runtime: a GPU that is expected can still turn out to be unusable.
 *
 * @param device the device, not {@code auto}
 * @param obstacle what keeps {@code auto} from being the GPU, or a GPU that was asked for
 * from being used; {@code null} if nothing is known to
 */
public record ExpectedDevice(Device device, @Nullable Obstacle obstacle) {

	/**
	 * Finds out which device will be used.
	 * @param asked the device that was asked for
	 * @param natives the build of ONNX Runtime
	 * @return the same; for {@code auto} the first GPU or the CPU
	 */
	public static ExpectedDevice of(Device asked, NativeRuntime natives) {
		if (asked instanceof Device.Cpu) {
			return new ExpectedDevice(asked, null);
		}
		Device.Gpu gpu = (asked instanceof Device.Gpu named) ? named : new Device.Cuda(0);
		Optional<Obstacle> obstacle = natives.obstacle(gpu);
		boolean fallsBack = asked instanceof Device.Auto && obstacle.isPresent();
		return new ExpectedDevice(fallsBack ? new Device.Cpu() : gpu, obstacle.orElse(null));
	}

}
