package dev.semblance.encoders.internal.model;

import java.util.Map;

import dev.semblance.encoders.SimilarityFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a dense model say.
 *
 * @param onnxFile the ONNX file
 * @param tokenizerFile the {@code tokenizer.json}
 * @param pooling how token vectors become one vector
 * @param dimensions length of a vector
 * @param normalize whether vectors are brought to unit length
 * @param maxLength longest input in tokens, special tokens included
 * @param positions number of positions the model has; an input can never be longer
 * @param lowerCase whether texts are lower-cased before they are tokenized
 * @param paddingToken id of the token that fills up a batch
 * @param similarity the function the model was trained for
 * @param prompts prefixes by name
 * @param defaultPromptName name of the prompt for texts without a role, if any
 */
public record DenseConfiguration(String onnxFile, String tokenizerFile, Pooling pooling, int dimensions,
		boolean normalize, int maxLength, int positions, boolean lowerCase, int paddingToken,
		SimilarityFunction similarity, Map<String, String> prompts, @Nullable String defaultPromptName) {
}
