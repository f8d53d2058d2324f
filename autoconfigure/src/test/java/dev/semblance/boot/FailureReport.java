package dev.semblance.boot;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The parts of what Spring Boot prints about an application that failed to start.
 */
final class FailureReport {

	private FailureReport() {
	}

	static String descriptionIn(CharSequence output) {
		return between(output, "Description:", "Action:");
	}

	static String actionIn(CharSequence output) {
		return between(output, "Action:", null);
	}

	private static String between(CharSequence output, String start, @Nullable String end) {
		String text = output.toString();
		assertThat(text).contains("APPLICATION FAILED TO START").contains(start);
		int from = text.indexOf(start) + start.length();
		return text.substring(from, (end != null) ? text.indexOf(end, from) : text.length()).strip();
	}

}
