/**
 * Prepares the data set that the stores of PostgreSQL are measured with.
 */
@NullMarked
package dev.semblance.benchmarks.pgvector;

import org.jspecify.annotations.NullMarked;
