package dev.semblance.boot;

import java.util.Map;

import dev.semblance.encoders.Truncation;
import org.jspecify.annotations.Nullable;

/**
 * What can be configured for a model of any kind.
 */
public sealed interface ModelProperties permits SemblanceProperties.Dense, SemblanceProperties.Sparse,
		SemblanceProperties.MultiVector, SemblanceProperties.Reranker {

	/**
	 * Returns the model.
	 * @return hub id or folder, if it is set
	 */
	@Nullable String model();

	/**
	 * Returns the revision of a model from the hub.
	 * @return branch, tag or commit, if it is set
	 */
	@Nullable String revision();

	/**
	 * Returns in which numbers the model computes.
	 * @return the precision's name
	 */
	String precision();

	/**
	 * Returns whether the model is optimized.
	 * @return whether it is
	 */
	boolean optimized();

	/**
	 * Returns where the model runs.
	 * @return the device's name, if it is not that of the runtime
	 */
	@Nullable String device();

	/**
	 * Returns the longest input.
	 * @return number of tokens, if it is set
	 */
	@Nullable Integer maxLength();

	/**
	 * Returns what happens to a text that is longer.
	 * @return cut and count it, or fail
	 */
	Truncation truncation();

	/**
	 * Returns the prompts that replace the model's own.
	 * @return prompts by name
	 */
	Map<String, String> prompts();

}
