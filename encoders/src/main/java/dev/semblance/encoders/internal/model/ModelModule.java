package dev.semblance.encoders.internal.model;

import java.util.List;

import dev.semblance.encoders.Activation;
import org.jspecify.annotations.Nullable;

/**
 * One step from text to result, as a model's files describe it. Between the steps run
 * named features: {@link #TOKENS} and {@link #SENTENCE}, or others that the files name.
 */
public sealed interface ModelModule {

	/** The feature of token vectors. */
	String TOKENS = "token_embeddings";

	/** The feature of one vector per text. */
	String SENTENCE = "sentence_embedding";

	/** The feature of a causal language model's logits. */
	String LOGITS = "causal_logits";

	/** The feature of a cross-encoder's scores. */
	String SCORES = "scores";

	/**
	 * Token ids to token vectors or logits, by an ONNX file.
	 *
	 * @param folder its folder, empty or with a {@code /} at its end
	 */
	record Transformer(String folder) implements ModelModule {
	}

	/**
	 * Token vectors to one vector.
	 *
	 * @param modes what is computed; of several, one after the other
	 * @param dimensions length of a token's vector; {@code null} if the files do not tell
	 * @param includePrompt whether the prompt's tokens count
	 */
	record Pooling(List<PoolingMode> modes, @Nullable Integer dimensions,
			boolean includePrompt) implements ModelModule {

		/**
		 * Copies the modes.
		 */
		public Pooling {
			modes = List.copyOf(modes);
		}

	}

	/**
	 * A linear layer with an activation.
	 *
	 * @param weights the file of its weights
	 * @param inputs length of what goes in
	 * @param outputs length of what comes out
	 * @param bias whether a vector is added
	 * @param activation what is applied to the sum
	 * @param residual whether the input is added to the result
	 * @param input the feature it takes
	 * @param output the feature it gives
	 */
	record Dense(String weights, int inputs, int outputs, boolean bias, Activation activation, boolean residual,
			String input, String output) implements ModelModule {

		/**
		 * Puts the layer between other features.
		 * @param input the feature it takes
		 * @param output the feature it gives
		 * @return a new module with the same weights
		 */
		public Dense between(String input, String output) {
			return new Dense(this.weights, this.inputs, this.outputs, this.bias, this.activation, this.residual, input,
					output);
		}

	}

	/**
	 * Brings a vector to mean 0 and variance 1, then scales and shifts it.
	 *
	 * @param weights the file of scale and shift
	 * @param dimensions length of the vector
	 */
	record LayerNorm(String weights, int dimensions) implements ModelModule {
	}

	/**
	 * Brings vectors to unit length.
	 *
	 * @param input the feature it takes
	 * @param output the feature it gives
	 */
	record Normalize(String input, String output) implements ModelModule {
	}

	/**
	 * Logits of a masked language model to one sparse vector.
	 *
	 * @param sum whether tokens are added up, instead of the largest taken
	 * @param logarithms how often the logarithm of 1 + x is taken, 1 or 2
	 */
	record SpladePooling(boolean sum, int logarithms) implements ModelModule {
	}

	/**
	 * A vector per token from a table, and their mean.
	 *
	 * @param folder its folder, empty or with a {@code /} at its end
	 */
	record StaticEmbedding(String folder) implements ModelModule {
	}

	/**
	 * A weight per token from a table.
	 *
	 * @param folder its folder, empty or with a {@code /} at its end
	 * @param path JSON file of the weights; {@code null} for safetensors
	 */
	record SparseStaticEmbedding(String folder, @Nullable String path) implements ModelModule {
	}

	/**
	 * Tokens whose vectors do not count.
	 *
	 * @param skippedTokens tokens to leave out
	 * @param skippedFor tasks for which they are left out
	 * @param onlyTokens ids of the only tokens that count in documents; empty for all
	 */
	record TokenMask(List<String> skippedTokens, List<String> skippedFor,
			List<Integer> onlyTokens) implements ModelModule {

		/**
		 * Copies the lists.
		 */
		public TokenMask {
			skippedTokens = List.copyOf(skippedTokens);
			skippedFor = List.copyOf(skippedFor);
			onlyTokens = List.copyOf(onlyTokens);
		}

	}

	/**
	 * Logits of a causal language model to one score.
	 *
	 * @param trueToken token that speaks for the pair
	 * @param falseToken token that speaks against it, if any
	 */
	record LogitScore(int trueToken, @Nullable Integer falseToken) implements ModelModule {
	}

}
