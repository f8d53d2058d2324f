package dev.semblance.encoders.internal.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How token vectors become one vector. Names are those of sentence-transformers.
 */
public enum PoolingMode {

	/** The first token's vector. */
	CLS("cls", "pooling_mode_cls_token"),

	/** The largest value of each dimension. */
	MAX("max", "pooling_mode_max_tokens"),

	/** The mean over all tokens. */
	MEAN("mean", "pooling_mode_mean_tokens"),

	/** The sum over all tokens, divided by the square root of their number. */
	MEAN_SQRT_LENGTH("mean_sqrt_len_tokens", "pooling_mode_mean_sqrt_len_tokens"),

	/** The mean weighted by position: the first token counts once, the second twice. */
	WEIGHTED_MEAN("weightedmean", "pooling_mode_weightedmean_tokens"),

	/** The last token's vector. */
	LAST_TOKEN("lasttoken", "pooling_mode_lasttoken");

	private final String modelName;

	private final String flag;

	PoolingMode(String modelName, String flag) {
		this.modelName = modelName;
		this.flag = flag;
	}

	/**
	 * Returns the name that model files use.
	 * @return the name
	 */
	public String modelName() {
		return this.modelName;
	}

	/**
	 * Returns the flag that older model files use.
	 * @return the name of the flag
	 */
	String flag() {
		return this.flag;
	}

	static Optional<PoolingMode> named(String name) {
		return Arrays.stream(values()).filter((mode) -> mode.modelName.equals(name)).findFirst();
	}

	static List<String> names() {
		return Arrays.stream(values()).map(PoolingMode::modelName).toList();
	}

}
