package dev.semblance.cli;

import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --prompt-name} asks for: {@code query} and {@code document} are roles, so
 * that they also choose the route through the model; any other name is a prompt of the
 * model.
 *
 * @param role what the texts are for
 * @param prompt the prefix
 */
record PromptName(TextRole role, Prompt prompt) {

	static PromptName of(@Nullable String name) {
		if (name == null) {
			return new PromptName(TextRole.PLAIN, Prompt.ofRole());
		}
		return switch (name) {
			case "query" -> new PromptName(TextRole.QUERY, Prompt.ofRole());
			case "document" -> new PromptName(TextRole.DOCUMENT, Prompt.ofRole());
			default -> new PromptName(TextRole.PLAIN, Prompt.named(name));
		};
	}

}
