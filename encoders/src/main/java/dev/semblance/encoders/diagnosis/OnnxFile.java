package dev.semblance.encoders.diagnosis;

import dev.semblance.encoders.ModelPrecision;

/**
 * An ONNX file that was chosen among those of a model.
 *
 * @param path its path in the model's repository
 * @param precision the precision that its name stands for, never {@code auto}
 * @param reason why it was chosen, as a clause of a sentence
 */
public record OnnxFile(String path, ModelPrecision precision, String reason) {
}
