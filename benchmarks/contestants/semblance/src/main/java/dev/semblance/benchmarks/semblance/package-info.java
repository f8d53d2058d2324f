/**
 * Semblance as a contestant, through its public API alone.
 */
package dev.semblance.benchmarks.semblance;
