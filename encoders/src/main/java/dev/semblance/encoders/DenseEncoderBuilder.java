package dev.semblance.encoders;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.semblance.encoders.internal.dense.DenseEncoderLoader;
import dev.semblance.encoders.internal.dense.DenseEncoderSettings;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DenseEncoder}. Everything not set here is the model's own: pooling,
 * normalization, maximum length, prompts. Not safe for concurrent use.
 */
public final class DenseEncoderBuilder {

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

	DenseEncoderBuilder(String model) {
		this.model = model;
	}

	/**
	 * Sets where the model runs; {@code auto} if not set.
	 * @param device the device
	 * @return this builder
	 */
	public DenseEncoderBuilder device(Device device) {
		this.device = device;
		return this;
	}

	/**
	 * Sets the longest input; the model's own if not set.
	 * @param tokens number of tokens, special tokens included; must leave room for one
	 * token beside them and may not exceed what the model has positions for
	 * @return this builder
	 */
	public DenseEncoderBuilder maxLength(int tokens) {
		this.maxLength = tokens;
		return this;
	}

	/**
	 * Sets how many tokens, padding included, one batch may hold. A single longer text
	 * still runs, alone.
	 * @param tokens number of tokens, from 1 to {@value #MAX_TOKEN_BUDGET}
	 * @return this builder
	 */
	public DenseEncoderBuilder tokenBudget(int tokens) {
		if (tokens < 1 || tokens > MAX_TOKEN_BUDGET) {
			throw new InvalidInputException("The token budget is %d.".formatted(tokens),
					"Set it to a number from 1 to %d; the default is %d.".formatted(MAX_TOKEN_BUDGET,
							DEFAULT_TOKEN_BUDGET));
		}
		this.tokenBudget = tokens;
		return this;
	}

	/**
	 * Sets what happens to a text that is too long.
	 * @param truncation count it or fail
	 * @return this builder
	 */
	public DenseEncoderBuilder truncation(Truncation truncation) {
		this.truncation = truncation;
		return this;
	}

	/**
	 * Sets or replaces one of the model's prompts.
	 * @param name the prompt's name, for example {@code query} or {@code document}
	 * @param prompt the prefix; empty for none
	 * @return this builder
	 */
	public DenseEncoderBuilder prompt(String name, String prompt) {
		this.prompts.put(name, prompt);
		return this;
	}

	/**
	 * Loads the model.
	 * @return an encoder that the caller must close
	 * @throws ModelNotFoundException if the reference leads to no model
	 * @throws InvalidModelException if the model's files are missing, broken or not
	 * supported
	 * @throws DeviceUnavailableException if a device was asked for by name and cannot be
	 * used
	 */
	public DenseEncoder build() {
		return DenseEncoderLoader.load(this.model, new DenseEncoderSettings(this.device, this.maxLength,
				this.tokenBudget, this.truncation, Map.copyOf(this.prompts)));
	}

}
