package dev.semblance.encoders.internal.wordpiece;

import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Reads JSON of which nothing may be unknown.
 */
final class StrictJson {

	private static final int MOST_SHOWN = 200;

	private StrictJson() {
	}

	/**
	 * Requires something.
	 * @param expected whether it is so
	 * @param what what is not as expected
	 */
	static void require(boolean expected, Object what) throws NotWordPieceException {
		if (!expected) {
			String shown = what.toString();
			throw new NotWordPieceException(shown.substring(0, Math.min(MOST_SHOWN, shown.length())));
		}
	}

	/**
	 * Requires an object that has some fields and no others.
	 * @param json the object
	 * @param fields the names of all its fields
	 */
	static void fields(JsonNode json, String... fields) throws NotWordPieceException {
		require(json.isObject() && Set.copyOf(json.propertyNames()).equals(Set.of(fields)), json);
	}

	/**
	 * Requires an object of a type.
	 * @param json the object
	 * @param type its {@code type}
	 * @param fields the names of all its other fields
	 */
	static void type(JsonNode json, String type, String... fields) throws NotWordPieceException {
		String[] all = new String[fields.length + 1];
		System.arraycopy(fields, 0, all, 0, fields.length);
		all[fields.length] = "type";
		fields(json, all);
		require(text(json, "type").equals(type), json);
	}

	static String text(JsonNode json, String field) throws NotWordPieceException {
		return text(json.path(field));
	}

	static String text(JsonNode json) throws NotWordPieceException {
		require(json.isString(), json);
		return json.asString();
	}

	static boolean truth(JsonNode json, String field) throws NotWordPieceException {
		require(json.path(field).isBoolean(), json);
		return json.path(field).asBoolean();
	}

	/**
	 * Reads a whole number that is not negative.
	 */
	static int number(JsonNode json) throws NotWordPieceException {
		require(json.isIntegralNumber() && json.canConvertToInt() && json.asInt() >= 0, json);
		return json.asInt();
	}

	/**
	 * Requires one of some words.
	 */
	static void oneOf(JsonNode json, String... words) throws NotWordPieceException {
		require(Set.of(words).contains(text(json)), json);
	}

}
