/**
 * The server: connections, transactions, what the extension can do, and failures as typed
 * exceptions.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.database;

import org.jspecify.annotations.NullMarked;
