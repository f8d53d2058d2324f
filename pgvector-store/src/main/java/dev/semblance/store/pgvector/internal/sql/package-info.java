/**
 * Statements: their text, which no input ever reaches, and their parameters.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.sql;

import org.jspecify.annotations.NullMarked;
