package dev.semblance.store.pgvector.reembedding;

import java.time.Instant;

import dev.semblance.store.pgvector.DensePrecision;
import org.jspecify.annotations.Nullable;

/**
 * A space of a collection's vectors.
 *
 * @param id its id, which is also the name of its table
 * @param kind dense or sparse
 * @param model name of the model that makes its vectors
 * @param revision the model's revision, if it is known
 * @param dimensions length of every vector
 * @param precision how numbers are kept
 * @param state what the collection does with it
 * @param servedUntil when another took its place; {@code null} if it is served, or never
 * was
 * @param vectors how many vectors it has, of all tenants
 * @param lacking how many of the collection's documents have no vector in it
 * @param indexed whether it has HNSW indexes, in each of its tables that has vectors
 * @param bytes what tables and indexes take on disk
 */
public record CollectionSpace(String id, SpaceKind kind, String model, @Nullable String revision, int dimensions,
		DensePrecision precision, SpaceState state, @Nullable Instant servedUntil, long vectors, long lacking,
		boolean indexed, long bytes) {
}
