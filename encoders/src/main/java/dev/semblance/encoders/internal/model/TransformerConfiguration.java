package dev.semblance.encoders.internal.model;

import dev.semblance.encoders.internal.tokenizer.TokenizerSettings;
import dev.semblance.encoders.internal.variant.OnnxChoice;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a transformer say.
 *
 * @param onnx the ONNX file that was chosen
 * @param tokenizerFile the {@code tokenizer.json}
 * @param tokenizer how texts become tokens
 * @param hiddenSize length of a token's vector, if the files tell
 * @param maxLength longest input in tokens, special tokens included
 * @param positions number of positions the model has; an input can never be longer
 * @param paddingToken id of the token that fills up a batch
 * @param queryLength longest query in tokens, if it has a limit of its own
 * @param documentLength longest document in tokens, if it has a limit of its own
 * @param queryExpansion how queries are filled up, if they are
 */
public record TransformerConfiguration(OnnxChoice onnx, String tokenizerFile, TokenizerSettings tokenizer,
		@Nullable Integer hiddenSize, int maxLength, int positions, int paddingToken, @Nullable Integer queryLength,
		@Nullable Integer documentLength, @Nullable QueryExpansion queryExpansion) {
}
