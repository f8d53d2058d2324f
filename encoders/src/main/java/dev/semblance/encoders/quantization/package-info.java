/**
 * Dense vectors in fewer bytes, as sentence-transformers makes them.
 */
@NullMarked
package dev.semblance.encoders.quantization;

import org.jspecify.annotations.NullMarked;
