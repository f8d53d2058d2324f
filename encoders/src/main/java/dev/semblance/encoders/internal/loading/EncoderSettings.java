package dev.semblance.encoders.internal.loading;

import java.time.Duration;
import java.util.Map;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.Truncation;
import dev.semblance.encoders.internal.runtime.Devices;
import org.jspecify.annotations.Nullable;

/**
 * What the caller wants of an encoder beyond what the model's files say.
 *
 * @param device where to run
 * @param precision in which numbers to compute
 * @param optimized whether transformers are optimized
 * @param maxLength longest input in tokens; {@code null} for the model's own
 * @param tokenBudget tokens of one batch, padding included; {@code null} for what fits
 * the device
 * @param truncation what happens to a text that is too long
 * @param timeout longest time of a call; {@code null} without a limit
 * @param prompts prompts that replace the model's own, by name
 * @param devices the devices of the runtime
 * @param search where the model is looked for
 */
public record EncoderSettings(Device device, ModelPrecision precision, boolean optimized, @Nullable Integer maxLength,
		@Nullable Integer tokenBudget, Truncation truncation, @Nullable Duration timeout, Map<String, String> prompts,
		Devices devices, ModelSearch search) {

	/**
	 * Copies the prompts.
	 */
	public EncoderSettings {
		prompts = Map.copyOf(prompts);
	}

}
