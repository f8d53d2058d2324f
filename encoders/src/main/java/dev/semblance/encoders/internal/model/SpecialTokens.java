package dev.semblance.encoders.internal.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Special tokens by their use, as {@code tokenizer_config.json} or
 * {@code special_tokens_map.json} tells them.
 *
 * @param mask stands for a hidden word
 * @param end ends a text
 */
public record SpecialTokens(@Nullable String mask, @Nullable String end) {

	/**
	 * Reads the files.
	 * @param files the model's files
	 * @param folder the tokenizer's folder, empty or with a {@code /} at its end
	 * @return what they tell
	 */
	public static SpecialTokens read(ModelFiles files, String folder) {
		JsonFile config = JsonFile.readIfPresent(files, folder + "tokenizer_config.json");
		JsonFile map = JsonFile.readIfPresent(files, folder + "special_tokens_map.json");
		return new SpecialTokens(token("mask_token", config, map), token("eos_token", config, map));
	}

	private static @Nullable String token(String use, @Nullable JsonFile... files) {
		for (JsonFile file : files) {
			JsonNode value = (file != null) ? file.root().path(use) : null;
			if (value != null && value.isString()) {
				return value.asString();
			}
			if (value != null && value.path("content").isString()) {
				return value.path("content").asString();
			}
		}
		return null;
	}

}
