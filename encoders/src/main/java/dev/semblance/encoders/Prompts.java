package dev.semblance.encoders;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The prefixes a model was trained with.
 *
 * @param byName prefix by name
 * @param defaultName name of the prompt for texts without a role, if any
 */
public record Prompts(Map<String, String> byName, @Nullable String defaultName) {

	/** No prompts. */
	public static final Prompts NONE = new Prompts(Map.of(), null);

	private static final String QUERY = "query";

	private static final String DOCUMENT = "document";

	/**
	 * Protects the prompts from later changes.
	 */
	public Prompts {
		byName = Map.copyOf(byName);
	}

	/**
	 * Adds prompts or replaces those of the same names.
	 * @param others prefix by name
	 * @return new prompts
	 */
	public Prompts with(Map<String, String> others) {
		Map<String, String> all = new LinkedHashMap<>(this.byName);
		all.putAll(others);
		return new Prompts(all, this.defaultName);
	}

	/**
	 * Returns the prefix for texts of a role. The default prompt is for texts without a
	 * role only. For documents the first of {@code document}, {@code passage} and
	 * {@code corpus} that is there is taken.
	 * @param role the role
	 * @return the prefix, empty if the model has none for it
	 */
	public String of(TextRole role) {
		return switch (role) {
			case QUERY -> first(QUERY);
			case DOCUMENT -> first(DOCUMENT, "passage", "corpus");
			case PLAIN -> (this.defaultName != null) ? first(this.defaultName) : "";
		};
	}

	/**
	 * Returns the prefix of a call.
	 * @param role the role of its texts
	 * @param prompt the caller's choice
	 * @return the prefix, empty for none
	 * @throws InvalidInputException if the choice is a prompt that the model does not
	 * have
	 */
	public String resolve(TextRole role, Prompt prompt) {
		if (prompt instanceof Prompt.Text text) {
			return text.text();
		}
		return (prompt instanceof Prompt.Named named) ? named(named.name()) : of(role);
	}

	private String named(String name) {
		String text = this.byName.get(name);
		if (text != null) {
			return text;
		}
		if (name.equals(QUERY) || name.equals(DOCUMENT)) {
			// Every model has these, empty unless its files say otherwise.
			return "";
		}
		TreeSet<String> names = new TreeSet<>(this.byName.keySet());
		names.add(QUERY);
		names.add(DOCUMENT);
		throw new InvalidInputException("The model has no prompt '%s'.".formatted(name),
				"Use one of %s, or none.".formatted(String.join(", ", names)));
	}

	private String first(String... names) {
		return Arrays.stream(names)
			.filter(this.byName::containsKey)
			.findFirst()
			.map((name) -> this.byName.getOrDefault(name, ""))
			.orElse("");
	}

}
