package dev.semblance.encoders.internal.runtime;

import java.util.List;

/**
 * The inputs of a transformer that can be filled, by the names that exporters give them.
 */
public final class ModelInputs {

	/** Token ids. */
	public static final String INPUT_IDS = "input_ids";

	/** 1 for a token, 0 for padding. */
	public static final String ATTENTION_MASK = "attention_mask";

	/** Which text of a pair a token belongs to. */
	public static final String TOKEN_TYPE_IDS = "token_type_ids";

	/** All of them. */
	public static final List<String> SUPPORTED = List.of(INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS);

	private ModelInputs() {
	}

}
