@NullMarked
package dev.semblance.store.pgvector.internal.database;

import org.jspecify.annotations.NullMarked;
