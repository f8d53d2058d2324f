package dev.semblance.encoders.internal.model;

/**
 * The longest input that a tokenizer's own configuration allows.
 */
public final class TokenizerLimit {

	private TokenizerLimit() {
	}

	/**
	 * Reads the limit.
	 * @param files the model's files
	 * @param folder the tokenizer's folder, empty or with a {@code /} at its end
	 * @return number of tokens; {@link Integer#MAX_VALUE} without a limit
	 */
	public static int read(ModelFiles files, String folder) {
		JsonFile json = JsonFile.readIfPresent(files, folder + "tokenizer_config.json");
		Integer limit = (json != null) ? json.optionalInteger("model_max_length") : null;
		return (limit != null) ? limit : Integer.MAX_VALUE;
	}

}
