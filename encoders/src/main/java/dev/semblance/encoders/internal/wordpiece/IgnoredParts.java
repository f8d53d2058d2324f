package dev.semblance.encoders.internal.wordpiece;

import tools.jackson.databind.JsonNode;

/**
 * Those parts of a {@code tokenizer.json} that change nothing about the tokens: its
 * truncation and padding, which are switched off, and what makes text of tokens. They
 * must be what the native library accepts, so that it is the one to refuse a file.
 */
final class IgnoredParts {

	private static final String STRATEGY = "strategy";

	private static final String DIRECTION = "direction";

	private IgnoredParts() {
	}

	/**
	 * Checks them.
	 * @param file the fields of the file
	 * @throws NotWordPieceException if anything in them is not known here
	 */
	static void check(JsonNode file) throws NotWordPieceException {
		if (!file.get("truncation").isNull()) {
			truncation(file.get("truncation"));
		}
		if (!file.get("padding").isNull()) {
			padding(file.get("padding"));
		}
		if (!file.get("decoder").isNull()) {
			StrictJson.type(file.get("decoder"), "WordPiece", "prefix", "cleanup");
			StrictJson.text(file.get("decoder"), "prefix");
			StrictJson.truth(file.get("decoder"), "cleanup");
		}
	}

	private static void truncation(JsonNode json) throws NotWordPieceException {
		StrictJson.fields(json, DIRECTION, "max_length", STRATEGY, "stride");
		StrictJson.oneOf(json.get(DIRECTION), "Left", "Right");
		StrictJson.oneOf(json.get(STRATEGY), "LongestFirst", "OnlyFirst", "OnlySecond");
		StrictJson.number(json.get("max_length"));
		StrictJson.number(json.get("stride"));
	}

	private static void padding(JsonNode json) throws NotWordPieceException {
		StrictJson.fields(json, STRATEGY, DIRECTION, "pad_to_multiple_of", "pad_id", "pad_type_id", "pad_token");
		StrictJson.oneOf(json.get(DIRECTION), "Left", "Right");
		if (json.get(STRATEGY).isObject()) {
			StrictJson.fields(json.get(STRATEGY), "Fixed");
			StrictJson.number(json.get(STRATEGY).get("Fixed"));
		}
		else {
			StrictJson.oneOf(json.get(STRATEGY), "BatchLongest");
		}
		if (!json.get("pad_to_multiple_of").isNull()) {
			StrictJson.number(json.get("pad_to_multiple_of"));
		}
		StrictJson.number(json.get("pad_id"));
		StrictJson.number(json.get("pad_type_id"));
		StrictJson.text(json, "pad_token");
	}

}
