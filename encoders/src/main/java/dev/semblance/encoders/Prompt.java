package dev.semblance.encoders;

/**
 * Which prefix is put before the texts of a call.
 */
public sealed interface Prompt {

	/**
	 * Leaves the choice to the texts' role, see {@link Prompts#of(TextRole)}.
	 * @return the choice
	 */
	static Prompt ofRole() {
		return new OfRole();
	}

	/**
	 * Chooses one of the model's prompts.
	 * @param name its name
	 * @return the choice
	 */
	static Prompt named(String name) {
		return new Named(name);
	}

	/**
	 * Gives the prefix itself.
	 * @param text the prefix, empty for none
	 * @return the choice
	 */
	static Prompt text(String text) {
		return new Text(text);
	}

	/**
	 * The role decides.
	 */
	record OfRole() implements Prompt {
	}

	/**
	 * One of the model's prompts.
	 *
	 * @param name its name
	 */
	record Named(String name) implements Prompt {
	}

	/**
	 * A prefix of the caller's own.
	 *
	 * @param text the prefix
	 */
	record Text(String text) implements Prompt {
	}

}
