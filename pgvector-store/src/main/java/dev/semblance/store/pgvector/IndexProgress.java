package dev.semblance.store.pgvector;

/**
 * How far the building of an index is.
 *
 * @param index the index
 * @param phase what the server is doing, in its own words
 * @param done how much of this phase is done, from 0 to 1
 */
public record IndexProgress(String index, String phase, double done) {
}
