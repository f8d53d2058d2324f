package dev.semblance.encoders.internal.lookup;

import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.weights.Safetensors;

/**
 * A table with a vector for every token; a text's vector is the mean of its tokens'. As
 * in the reference, a text without tokens has a vector of zeros.
 */
public final class StaticEmbedding {

	private final float[] table;

	private final int dimensions;

	private StaticEmbedding(float[] table, int dimensions) {
		this.table = table;
		this.dimensions = dimensions;
	}

	/**
	 * Reads a table as sentence-transformers or Model2Vec save it.
	 * @param files the model's files
	 * @param folder the table's folder, empty or with a {@code /} at its end
	 * @return the table
	 */
	public static StaticEmbedding read(ModelFiles files, String folder) {
		Safetensors weights = Safetensors.open(files, folder + "model.safetensors");
		String name = weights.has("embedding.weight") ? "embedding.weight" : "embeddings";
		long[] shape = weights.shape(name, 2);
		float[] table = weights.floats(name, shape);
		int dimensions = (int) shape[1];
		if (table.length == 0) {
			throw new InvalidModelException("The table of static embeddings in %s is empty."
				.formatted(files.describe(folder + "model.safetensors")), "Fetch the model again.");
		}
		if (weights.has("mapping")) {
			table = mapped(table, dimensions, weights.integers("mapping", weights.shape("mapping", 1)[0]));
		}
		if (weights.has("weights")) {
			scale(table, dimensions, weights.floats("weights", table.length / dimensions));
		}
		return new StaticEmbedding(table, dimensions);
	}

	/** Model2Vec lets tokens share a vector. */
	private static float[] mapped(float[] table, int dimensions, int[] rows) {
		float[] mapped = new float[Math.multiplyExact(rows.length, dimensions)];
		for (int token = 0; token < rows.length; token++) {
			if (rows[token] < 0 || rows[token] >= table.length / dimensions) {
				throw new InvalidModelException(
						"The table of static embeddings has %d rows, and token %d is mapped to row %d."
							.formatted(table.length / dimensions, token, rows[token]),
						"Fetch the model again; its files do not belong together.");
			}
			System.arraycopy(table, rows[token] * dimensions, mapped, token * dimensions, dimensions);
		}
		return mapped;
	}

	private static void scale(float[] table, int dimensions, float[] weights) {
		for (int i = 0; i < table.length; i++) {
			table[i] *= weights[i / dimensions];
		}
	}

	/**
	 * Returns the length of a vector.
	 * @return the length
	 */
	public int dimensions() {
		return this.dimensions;
	}

	/**
	 * Returns the mean of tokens' vectors.
	 * @param ids the tokens
	 * @return a new vector
	 * @throws EncodingException if the table does not have one of the tokens
	 */
	public float[] encode(long[] ids) {
		float[] mean = new float[this.dimensions];
		for (long id : ids) {
			if (id < 0 || id >= this.table.length / this.dimensions) {
				throw new EncodingException(
						"The table of static embeddings has %d rows, and a text has the token %d."
							.formatted(this.table.length / this.dimensions, id),
						"Fetch the model again; its table and its tokenizer do not belong together.");
			}
			int row = (int) id * this.dimensions;
			for (int i = 0; i < mean.length; i++) {
				mean[i] += this.table[row + i];
			}
		}
		for (int i = 0; i < mean.length && ids.length > 0; i++) {
			mean[i] /= ids.length;
		}
		return mean;
	}

}
