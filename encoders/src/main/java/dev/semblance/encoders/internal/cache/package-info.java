/**
 * Models on this machine that came from a hub: Semblance's own cache, and the one of
 * Hugging Face's tools, which is only read.
 */
@NullMarked
package dev.semblance.encoders.internal.cache;

import org.jspecify.annotations.NullMarked;
