/**
 * Tests of the package of the same name.
 */
@NullMarked
package dev.semblance.retrieval.filter;

import org.jspecify.annotations.NullMarked;
