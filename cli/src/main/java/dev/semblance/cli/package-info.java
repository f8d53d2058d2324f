/**
 * The {@code semblance} command: encode texts, rerank, search, evaluate encoders and
 * retrievers, measure speed.
 */
@NullMarked
package dev.semblance.cli;

import org.jspecify.annotations.NullMarked;
