/**
 * Looks at a store and its server: one class for each group of questions, all of them
 * read-only.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.check;

import org.jspecify.annotations.NullMarked;
