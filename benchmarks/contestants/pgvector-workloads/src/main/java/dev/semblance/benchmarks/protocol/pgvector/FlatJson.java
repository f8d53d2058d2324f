package dev.semblance.benchmarks.protocol.pgvector;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads JSON objects of strings, numbers, booleans and objects, as the data set has them.
 * A JSON library here would be on the class path of every contestant, in a version that
 * is not the contestant's own.
 */
final class FlatJson {

	private final String json;

	private int position;

	private FlatJson(String json) {
		this.json = json;
	}

	/**
	 * Reads an object.
	 * @param json the object
	 * @return strings, long numbers, double numbers, booleans and maps by name
	 */
	static Map<String, Object> parse(String json) {
		return new FlatJson(json).object();
	}

	private Map<String, Object> object() {
		Map<String, Object> members = new LinkedHashMap<>();
		expect('{');
		while (peek() != '}') {
			String name = string();
			expect(':');
			members.put(name, value());
			if (peek() == ',') {
				this.position++;
			}
		}
		expect('}');
		return members;
	}

	private Object value() {
		char first = peek();
		if (first == '"') {
			return string();
		}
		if (first == '{') {
			return object();
		}
		int start = this.position;
		while (",}".indexOf(this.json.charAt(this.position)) < 0) {
			this.position++;
		}
		String literal = this.json.substring(start, this.position).strip();
		if (literal.equals("true") || literal.equals("false")) {
			return Boolean.valueOf(literal);
		}
		return literal.matches("-?\\d+") ? (Object) Long.valueOf(literal) : (Object) Double.valueOf(literal);
	}

	private String string() {
		expect('"');
		StringBuilder text = new StringBuilder();
		char character = this.json.charAt(this.position++);
		while (character != '"') {
			text.append((character == '\\') ? escaped() : character);
			character = this.json.charAt(this.position++);
		}
		return text.toString();
	}

	private char escaped() {
		char character = this.json.charAt(this.position++);
		return switch (character) {
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> {
				this.position += 4;
				yield (char) Integer.parseInt(this.json, this.position - 4, this.position, 16);
			}
			default -> character;
		};
	}

	private char peek() {
		while (Character.isWhitespace(this.json.charAt(this.position))) {
			this.position++;
		}
		return this.json.charAt(this.position);
	}

	private void expect(char character) {
		if (peek() != character) {
			throw new IllegalArgumentException("No " + character + " at " + this.position + " of " + this.json);
		}
		this.position++;
	}

}
