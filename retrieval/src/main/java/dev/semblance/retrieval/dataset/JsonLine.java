package dev.semblance.retrieval.dataset;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a JSON lines file: an object whose fields are asked for by name.
 */
final class JsonLine {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final JsonNode object;

	private final LinePlace place;

	JsonLine(String line, LinePlace place) {
		this.place = place;
		try {
			this.object = JSON.readTree(line);
		}
		catch (JacksonException ex) {
			throw place.complaint("malformed JSON (%s)".formatted(ex.getOriginalMessage()),
					"Write one JSON object on each line.", ex);
		}
		if (!this.object.isObject()) {
			throw place.complaint("not a JSON object", "Write one JSON object on each line.", null);
		}
	}

	/** Returns a required string; numbers are accepted for what they print. */
	String text(String field) {
		JsonNode value = this.object.get(field);
		if (value == null || !(value.isString() || value.isNumber())) {
			throw this.place.complaint("no string '%s'".formatted(field),
					"Every object needs a string under '%s'.".formatted(field), null);
		}
		return value.asString();
	}

	/** Returns an optional string, empty if it is missing or null. */
	String optionalText(String field) {
		return this.object.hasNonNull(field) ? text(field) : "";
	}

	/** Returns the strings, numbers and booleans of an optional nested object. */
	Map<String, Object> scalars(String field) {
		Map<String, Object> scalars = new LinkedHashMap<>();
		JsonNode nested = this.object.get(field);
		if (nested != null) {
			nested.properties().forEach((property) -> {
				JsonNode value = property.getValue();
				if (value.isString()) {
					scalars.put(property.getKey(), value.asString());
				}
				else if (value.isBoolean()) {
					scalars.put(property.getKey(), value.asBoolean());
				}
				else if (value.isIntegralNumber() && value.canConvertToLong()) {
					scalars.put(property.getKey(), value.asLong());
				}
				else if (value.isNumber()) {
					scalars.put(property.getKey(), value.asDouble());
				}
			});
		}
		return scalars;
	}

}
