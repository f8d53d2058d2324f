/**
 * Several ranked legs made into one ranking.
 */
@NullMarked
package dev.semblance.retrieval.fusion;

import org.jspecify.annotations.NullMarked;
