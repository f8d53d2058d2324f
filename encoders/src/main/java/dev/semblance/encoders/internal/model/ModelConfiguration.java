package dev.semblance.encoders.internal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.Prompts;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config_sentence_transformers.json} says of a model as a whole.
 *
 * @param file the file, for messages
 * @param modelType the class of the reference that saved the model, if it is told
 * @param prompts the model's prompts
 * @param similarity name of the function the model was trained for, if it is told
 * @param maxActiveDimensions limit of a sparse vector's active dimensions, if there is
 * one
 * @param activation class of a cross-encoder's activation, if it is told
 */
public record ModelConfiguration(String file, @Nullable String modelType, Prompts prompts, @Nullable String similarity,
		@Nullable Integer maxActiveDimensions, @Nullable String activation) {

	private static final String FILE = "config_sentence_transformers.json";

	/** These prompts exist in every model, empty unless its files say otherwise. */
	private static final Set<String> ALWAYS_KNOWN = Set.of("query", "document");

	/**
	 * Reads the file.
	 * @param files the model's files
	 * @return what it says; nothing if there is none
	 * @throws InvalidModelException if it is broken
	 */
	public static ModelConfiguration read(ModelFiles files) {
		JsonFile json = JsonFile.readIfPresent(files, FILE);
		if (json == null) {
			return new ModelConfiguration(files.describe(FILE), null, Prompts.NONE, null, null, null);
		}
		return new ModelConfiguration(json.name(), json.optionalText("model_type"), prompts(json),
				json.optionalText("similarity_fn_name"), json.optionalInteger("max_active_dims"),
				json.optionalText("activation_fn"));
	}

	private static Prompts prompts(JsonFile json) {
		Map<String, String> byName = new LinkedHashMap<>();
		if (json.root().hasNonNull("prompts")) {
			json.object("prompts").properties().forEach((prompt) -> {
				if (prompt.getValue().isString()) {
					byName.put(prompt.getKey(), prompt.getValue().asString());
				}
				else if (!prompt.getValue().isNull()) {
					throw json.wrong("prompts", "strings by name");
				}
			});
		}
		for (String role : List.of("query", "document")) {
			// Written by PyLate, where the prefix comes before the prompt.
			String prefix = json.optionalText(role + "_prefix");
			if (prefix != null) {
				String prompt = byName.getOrDefault(role, "");
				byName.put(role, prompt.startsWith(prefix) ? prompt : prefix + prompt);
			}
		}
		String defaultName = json.optionalText("default_prompt_name");
		if (defaultName != null && !byName.containsKey(defaultName) && !ALWAYS_KNOWN.contains(defaultName)) {
			throw json.wrong("default_prompt_name", "the name of one of the prompts %s".formatted(byName.keySet()));
		}
		return new Prompts(byName, defaultName);
	}

	/**
	 * Refuses what a field says.
	 * @param problem what is wrong
	 * @param remedy what would be right
	 * @return the exception to throw
	 */
	public InvalidModelException wrong(String problem, String remedy) {
		return new InvalidModelException("%s %s.".formatted(this.file, problem), remedy);
	}

}
