package dev.semblance.encoders.internal.onnx;

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

	/** Which place of its text a token has, from 0. */
	public static final String POSITION_IDS = "position_ids";

	/** Which tokens count in pooling, where those of a prompt do not. */
	public static final String COUNTED_MASK = ModuleOverlay.COUNTED_MASK;

	/**
	 * Whether any text of the batch has padding, for graphs that then run without a mask.
	 */
	public static final String PADDED = "semblance/padded";

	/** All that a model's file may have. */
	public static final List<String> SUPPORTED = List.of(INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS, POSITION_IDS,
			PADDED);

	private ModelInputs() {
	}

}
