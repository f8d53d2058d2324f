/**
 * Texts through a tokenizer and a transformer: what all encoders on ONNX Runtime have in
 * common.
 */
@NullMarked
package dev.semblance.encoders.internal.transformer;

import org.jspecify.annotations.NullMarked;
