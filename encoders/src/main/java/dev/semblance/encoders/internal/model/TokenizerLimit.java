package dev.semblance.encoders.internal.model;

import java.util.List;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;

/**
 * How a tokenizer's own configuration cuts texts.
 *
 * @param maxLength most tokens; {@link Integer#MAX_VALUE} without a limit
 * @param left whether a long text loses its start instead of its end
 */
public record TokenizerLimit(int maxLength, boolean left) {

	/**
	 * Reads the limit.
	 * @param files the model's files
	 * @param folder the tokenizer's folder, empty or with a {@code /} at its end
	 * @return the limit
	 * @throws InvalidModelException if the file is broken or the limit makes no sense
	 */
	public static TokenizerLimit read(ModelFiles files, String folder) {
		JsonFile json = JsonFile.readIfPresent(files, folder + "tokenizer_config.json");
		Integer limit = (json != null) ? json.optionalInteger("model_max_length") : null;
		if (json != null && limit != null && limit < 1) {
			throw json.wrong("model_max_length", "1 or more");
		}
		return new TokenizerLimit((limit != null) ? limit : Integer.MAX_VALUE, truncateLeft(json));
	}

	static boolean truncateLeft(@Nullable JsonFile json) {
		String side = (json != null) ? json.optionalText("truncation_side") : null;
		if (json != null && side != null && !List.of("left", "right").contains(side)) {
			throw json.wrong("truncation_side", "left or right");
		}
		return "left".equals(side);
	}

}
