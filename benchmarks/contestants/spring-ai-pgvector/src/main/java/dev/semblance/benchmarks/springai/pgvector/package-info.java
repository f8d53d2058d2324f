/**
 * Spring AI's store in PostgreSQL as a contestant.
 */
package dev.semblance.benchmarks.springai.pgvector;
