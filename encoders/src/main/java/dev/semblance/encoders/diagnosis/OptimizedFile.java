package dev.semblance.encoders.diagnosis;

import dev.semblance.encoders.GraphOptimization;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file and what the optimizer made of it.
 *
 * @param file the file
 * @param optimization what was done; {@code null} for a file that runs as it is, such as
 * one that was prepared in half precision or in eight bits
 */
public record OptimizedFile(OnnxFile file, @Nullable GraphOptimization optimization) {
}
