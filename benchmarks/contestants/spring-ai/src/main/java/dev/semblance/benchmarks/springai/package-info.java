/**
 * Spring AI as a contestant.
 */
package dev.semblance.benchmarks.springai;
