/**
 * Encoders that look every token up in a table and need no transformer.
 */
@NullMarked
package dev.semblance.encoders.internal.lookup;

import org.jspecify.annotations.NullMarked;
