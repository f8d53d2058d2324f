package dev.semblance.samples.search;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The title of a Markdown text: its first heading.
 */
final class MarkdownTitle {

	private static final Pattern HEADING = Pattern.compile("^#{1,6}[ \\t]+(\\S.*?)[ \\t]*#*[ \\t]*$");

	private static final Pattern FENCE = Pattern.compile("^ {0,3}(```|~~~).*");

	private MarkdownTitle() {
	}

	/** Finds the first heading outside of code blocks. */
	static Optional<String> of(String text) {
		boolean code = false;
		for (String line : text.lines().toList()) {
			code ^= FENCE.matcher(line).matches();
			Matcher heading = HEADING.matcher(line);
			if (!code && heading.matches()) {
				return Optional.of(heading.group(1));
			}
		}
		return Optional.empty();
	}

}
