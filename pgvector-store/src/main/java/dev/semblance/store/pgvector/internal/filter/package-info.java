/**
 * Metadata filters as conditions of a statement.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.filter;

import org.jspecify.annotations.NullMarked;
