package dev.semblance.encoders;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.semblance.encoders.internal.loading.EncoderSettings;
import org.jspecify.annotations.Nullable;

/**
 * What can be set for an encoder of any kind. Everything not set is the model's own. Not
 * safe for concurrent use.
 *
 * @param <B> the builder
 */
public abstract sealed class EncoderBuilder<B extends EncoderBuilder<B>>
		permits DenseEncoderBuilder, SparseEncoderBuilder, CrossEncoderBuilder, MultiVectorEncoderBuilder {

	/**
	 * Tokens of one batch, padding included, if not set otherwise; about the best on a
	 * CPU. A GPU wants more.
	 */
	public static final int DEFAULT_TOKEN_BUDGET = 512;

	/** Most tokens of one batch. */
	public static final int MAX_TOKEN_BUDGET = 131_072;

	private final String model;

	private Device device = new Device.Auto();

	private @Nullable Integer maxLength;

	private int tokenBudget = DEFAULT_TOKEN_BUDGET;

	private Truncation truncation = Truncation.COUNT;

	private final Map<String, String> prompts = new LinkedHashMap<>();

	EncoderBuilder(String model) {
		this.model = model;
	}

	abstract B self();

	String model() {
		return this.model;
	}

	EncoderSettings settings() {
		return new EncoderSettings(this.device, this.maxLength, this.tokenBudget, this.truncation, this.prompts);
	}

	/**
	 * Sets where the model runs; {@code auto} if not set.
	 * @param device the device
	 * @return this builder
	 */
	public B device(Device device) {
		this.device = device;
		return self();
	}

	/**
	 * Sets the longest input; the model's own if not set.
	 * @param tokens number of tokens, special tokens included; must leave room for one
	 * token beside them and may not exceed what the model has positions for
	 * @return this builder
	 */
	public B maxLength(int tokens) {
		this.maxLength = tokens;
		return self();
	}

	/**
	 * Sets how many tokens, padding included, one batch may hold. A single longer text
	 * still runs, alone.
	 * @param tokens number of tokens, from 1 to {@value #MAX_TOKEN_BUDGET}
	 * @return this builder
	 */
	public B tokenBudget(int tokens) {
		if (tokens < 1 || tokens > MAX_TOKEN_BUDGET) {
			throw new InvalidInputException("The token budget is %d.".formatted(tokens),
					"Set it to a number from 1 to %d; the default is %d.".formatted(MAX_TOKEN_BUDGET,
							DEFAULT_TOKEN_BUDGET));
		}
		this.tokenBudget = tokens;
		return self();
	}

	/**
	 * Sets what happens to a text that is too long.
	 * @param truncation count it or fail
	 * @return this builder
	 */
	public B truncation(Truncation truncation) {
		this.truncation = truncation;
		return self();
	}

	/**
	 * Sets or replaces one of the model's prompts.
	 * @param name the prompt's name, for example {@code query} or {@code document}
	 * @param prompt the prefix; empty for none
	 * @return this builder
	 */
	public B prompt(String name, String prompt) {
		this.prompts.put(name, prompt);
		return self();
	}

}
