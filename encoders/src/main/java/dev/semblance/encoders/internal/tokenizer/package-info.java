/**
 * Text to token ids.
 */
@NullMarked
package dev.semblance.encoders.internal.tokenizer;

import org.jspecify.annotations.NullMarked;
