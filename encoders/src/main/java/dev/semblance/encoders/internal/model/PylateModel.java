package dev.semblance.encoders.internal.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Models that PyLate saved: they list Transformer and Dense, and leave mask and
 * normalization to the code that loads them.
 */
public final class PylateModel {

	/**
	 * What Python calls punctuation, which PyLate skips unless its file says otherwise.
	 */
	private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

	private PylateModel() {
	}

	/**
	 * Completes the modules.
	 * @param files the model's files
	 * @param listed the modules they list
	 * @return the modules that the reference runs
	 */
	public static List<ModelModule> complete(ModelFiles files, List<ModelModule> listed) {
		List<ModelModule> modules = new ArrayList<>(listed);
		JsonFile json = JsonFile.read(files, "config_sentence_transformers.json");
		List<String> skipped = json.root().hasNonNull("skiplist_words") ? json.texts("skiplist_words")
				: PUNCTUATION.chars().mapToObj(Character::toString).toList();
		modules.add(new ModelModule.TokenMask(skipped, List.of("document"), List.of()));
		modules.add(new ModelModule.Normalize(ModelModule.TOKENS, ModelModule.TOKENS));
		return List.copyOf(modules);
	}

}
