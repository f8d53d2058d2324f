/**
 * Tests of the Lucene store.
 */
@NullMarked
package dev.semblance.store.lucene;

import org.jspecify.annotations.NullMarked;
