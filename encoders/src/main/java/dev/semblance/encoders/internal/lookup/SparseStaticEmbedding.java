package dev.semblance.encoders.internal.lookup;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.TermWeights;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.weights.Safetensors;

/**
 * A table with a weight for every token; a text's vector has the weights of the tokens
 * that occur in it, however often.
 */
public final class SparseStaticEmbedding {

	private final float[] weights;

	private SparseStaticEmbedding(float[] weights) {
		this.weights = weights;
	}

	/**
	 * Reads a table.
	 * @param files the model's files
	 * @param module where it stands
	 * @param tokenizer knows the numbers of tokens
	 * @return the table
	 */
	public static SparseStaticEmbedding read(ModelFiles files, ModelModule.SparseStaticEmbedding module,
			TextTokenizer tokenizer) {
		if (module.path() != null) {
			Map<String, Float> byToken = TermWeights.read(files, module.folder(), module.path());
			float[] weights = new float[tokenizer.vocabularySize()];
			byToken.forEach((token, weight) -> {
				OptionalInt id = tokenizer.idOf(token);
				if (id.isPresent()) {
					weights[id.getAsInt()] = weight;
				}
			});
			return new SparseStaticEmbedding(weights);
		}
		Safetensors file = Safetensors.open(files, module.folder() + "model.safetensors");
		return new SparseStaticEmbedding(file.floats("weight", file.shape("weight", 1)));
	}

	/**
	 * Returns the length of a vector.
	 * @return the length, zeros included
	 */
	public int dimensions() {
		return this.weights.length;
	}

	/**
	 * Returns the weights of tokens.
	 * @param ids the tokens
	 * @return a new vector
	 * @throws EncodingException if the table does not have one of the tokens
	 */
	public SparseVector encode(long[] ids) {
		int[] present = Arrays.stream(ids)
			.mapToInt(this::checked)
			.filter((id) -> this.weights[id] != 0)
			.sorted()
			.distinct()
			.toArray();
		float[] values = new float[present.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.weights[present[i]];
		}
		return new SparseVector(this.weights.length, present, values);
	}

	private int checked(long id) {
		if (id < 0 || id >= this.weights.length) {
			throw new EncodingException(
					"The table of token weights has %d rows, and a text has the token %d."
						.formatted(this.weights.length, id),
					"Fetch the model again; its table and its tokenizer do not belong together.");
		}
		return (int) id;
	}

}
