package dev.semblance.benchmarks.protocol;

import java.util.List;

/**
 * A library under measurement. Only what its users would call stands behind these
 * methods.
 */
public interface Contestant {

	/**
	 * Loads the model, in place of one that was loaded before.
	 * @param maxLength tokens after which a text is cut, special ones included
	 * @throws Exception if the model cannot be loaded
	 */
	void load(int maxLength) throws Exception;

	/**
	 * Encodes texts in one call of the library.
	 * @param texts documents
	 * @return one vector per text, in the same order
	 */
	List<float[]> encodeAll(List<String> texts);

	/**
	 * Encodes one text by itself, from any thread.
	 * @param text a query
	 * @return its vector
	 */
	float[] encodeOne(String text);

}
