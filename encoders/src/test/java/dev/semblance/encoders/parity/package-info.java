/**
 * The encoders against what the reference implementation gave for the same models and
 * texts. {@code tools/reference/README.md} tells how the files are made.
 */
@NullMarked
package dev.semblance.encoders.parity;

import org.jspecify.annotations.NullMarked;
