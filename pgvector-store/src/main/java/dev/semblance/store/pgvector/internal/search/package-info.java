/**
 * One statement for all legs of a search, their fusion and the documents.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.search;

import org.jspecify.annotations.NullMarked;
