package dev.semblance.encoders.internal.loading;

import java.util.Map;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.Truncation;
import org.jspecify.annotations.Nullable;

/**
 * What the caller wants of an encoder beyond what the model's files say.
 *
 * @param device where to run
 * @param maxLength longest input in tokens; {@code null} for the model's own
 * @param tokenBudget tokens of one batch, padding included
 * @param truncation what happens to a text that is too long
 * @param prompts prompts that replace the model's own, by name
 */
public record EncoderSettings(Device device, @Nullable Integer maxLength, int tokenBudget, Truncation truncation,
		Map<String, String> prompts) {

	/**
	 * Copies the prompts.
	 */
	public EncoderSettings {
		prompts = Map.copyOf(prompts);
	}

}
