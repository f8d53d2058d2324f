package dev.semblance.encoders;

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a dense encoder runs, as read from the model's own files.
 *
 * @param name the reference the model was loaded by, for example
 * {@code sentence-transformers/all-MiniLM-L6-v2}
 * @param dimensions length of every vector
 * @param maxLength longest input in tokens, special tokens included
 * @param pooling how token vectors become one vector: {@code cls}, {@code mean} and so on
 * @param normalized whether vectors have unit length
 * @param similarity the function the model was trained for
 * @param prompts prefixes by name, as the model's files state them
 * @param defaultPromptName name of the prompt for texts without a role, if any
 * @param device the device it runs on, {@link Device.Auto} resolved
 */
public record DenseModel(String name, int dimensions, int maxLength, String pooling, boolean normalized,
		SimilarityFunction similarity, Map<String, String> prompts, @Nullable String defaultPromptName, Device device) {

	/**
	 * Protects the prompts from later changes.
	 */
	public DenseModel {
		prompts = Map.copyOf(prompts);
	}

	/**
	 * Returns the prefix that is put before a text of a role. As in sentence-transformers
	 * the default prompt is for texts without a role only.
	 * @param role the role
	 * @return the prefix, empty if the model has none for it
	 */
	public String prompt(TextRole role) {
		return switch (role) {
			case QUERY -> firstPrompt("query");
			case DOCUMENT -> firstPrompt("document", "passage", "corpus");
			case PLAIN -> (this.defaultPromptName != null) ? firstPrompt(this.defaultPromptName) : "";
		};
	}

	private String firstPrompt(String... names) {
		return Arrays.stream(names)
			.filter(this.prompts::containsKey)
			.findFirst()
			.map((name) -> this.prompts.getOrDefault(name, ""))
			.orElse("");
	}

}
