/**
 * Metadata as the server stores it, and filters on it as conditions of a statement.
 * {@link dev.semblance.store.pgvector.internal.filter.FilterSql} and
 * {@link dev.semblance.store.pgvector.internal.filter.MetadataJson} belong together: a
 * condition is right for what the codec writes.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.filter;

import org.jspecify.annotations.NullMarked;
