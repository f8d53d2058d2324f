package dev.semblance.benchmarks.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * One JSON object on one line. Written without a library: a JSON library here would be on
 * the class path of every contestant, in a version that is not the contestant's own.
 */
public final class Answer {

	private final StringJoiner members = new StringJoiner(",", "{", "}");

	/**
	 * Adds a number.
	 * @param name the member's name
	 * @param value its value
	 * @return this answer
	 */
	public Answer put(String name, Number value) {
		this.members.add("\"" + name + "\":" + value);
		return this;
	}

	/**
	 * Adds a string.
	 * @param name the member's name
	 * @param value its value
	 * @return this answer
	 */
	public Answer put(String name, String value) {
		this.members.add("\"" + name + "\":\"" + escape(value) + "\"");
		return this;
	}

	Answer put(String name, List<float[]> vectors) {
		this.members.add("\"" + name + "\":" + vectors.stream().map(Arrays::toString).toList());
		return this;
	}

	private static String escape(String value) {
		StringBuilder escaped = new StringBuilder();
		for (char character : value.toCharArray()) {
			if (character < ' ' || character == '"' || character == '\\') {
				escaped.append("\\u%04x".formatted((int) character));
			}
			else {
				escaped.append(character);
			}
		}
		return escaped.toString();
	}

	@Override
	public String toString() {
		return this.members.toString();
	}

}
