/**
 * Encoders and a reranker without a model, for tests of applications.
 */
@NullMarked
package dev.semblance.boot.test;

import org.jspecify.annotations.NullMarked;
