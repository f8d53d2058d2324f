package dev.semblance.encoders;

/**
 * What a dense encoder runs, as read from the model's own files.
 *
 * @param name the reference the model was loaded by, for example
 * {@code sentence-transformers/all-MiniLM-L6-v2}
 * @param dimensions length of every vector
 * @param maxLength longest input in tokens, special tokens included;
 * {@link Integer#MAX_VALUE} without a limit
 * @param pooling how token vectors become one vector: {@code cls}, {@code mean}, several
 * joined by {@code +}, or {@code static} for a model that looks its vectors up
 * @param normalized whether vectors have unit length
 * @param similarity the function the model was trained for
 * @param prompts prefixes the model was trained with
 * @param device the device it runs on, {@link Device.Auto} resolved
 * @param version which version of the model it is
 */
public record DenseModel(String name, int dimensions, int maxLength, String pooling, boolean normalized,
		SimilarityFunction similarity, Prompts prompts, Device device, ModelVersion version) {
}
