/**
 * The real server that the tests run against.
 */
@NullMarked
package dev.semblance.store.pgvector.server;

import org.jspecify.annotations.NullMarked;
