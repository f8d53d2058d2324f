/**
 * The tokenizer of BERT in Java: what the native library makes of texts, without that
 * library.
 */
@NullMarked
package dev.semblance.encoders.internal.wordpiece;

import org.jspecify.annotations.NullMarked;
