/**
 * Tests of the package of the same name.
 */
@NullMarked
package dev.semblance.retrieval.fusion;

import org.jspecify.annotations.NullMarked;
