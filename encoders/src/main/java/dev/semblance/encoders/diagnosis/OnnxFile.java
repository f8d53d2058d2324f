package dev.semblance.encoders.diagnosis;

import dev.semblance.encoders.ModelPrecision;

/**
 * An ONNX file that was chosen among those of a model.
 *
 * @param path its path in the model's repository
 * @param precision the precision in which it runs, never {@code auto}; a file whose name
 * stands for another one is converted when it is loaded
 * @param reason why it was chosen, as a clause of a sentence
 */
public record OnnxFile(String path, ModelPrecision precision, String reason) {
}
