/**
 * The production store: documents in PostgreSQL, dense and sparse vectors by pgvector,
 * and hybrid search in one statement.
 * {@link dev.semblance.store.pgvector.internal.sql.SqlFragment} is how every statement is
 * put together.
 */
@NullMarked
package dev.semblance.store.pgvector;

import org.jspecify.annotations.NullMarked;
