/**
 * Semblance's store in PostgreSQL: beside its peers, and on its own.
 */
package dev.semblance.benchmarks.semblance.pgvector;
