/**
 * Tables and what is recorded about them: created, or checked, when a store is opened.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.schema;

import org.jspecify.annotations.NullMarked;
