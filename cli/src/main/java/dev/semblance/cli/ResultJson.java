package dev.semblance.cli;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as commands write it: plain ASCII, so that half a surrogate pair in a text
 * survives.
 */
final class ResultJson {

	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private ResultJson() {
	}

	/**
	 * Writes a value on one line.
	 * @param value the value
	 * @return its JSON
	 */
	static String of(Object value) {
		return JSON.writeValueAsString(value);
	}

}
