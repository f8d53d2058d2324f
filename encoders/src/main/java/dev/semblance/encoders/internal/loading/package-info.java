/**
 * From a reference and a caller's wishes to an encoder: what loading has in common for
 * all kinds.
 */
@NullMarked
package dev.semblance.encoders.internal.loading;

import org.jspecify.annotations.NullMarked;
