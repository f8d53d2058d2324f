@NullMarked
package dev.semblance.store.pgvector;

import org.jspecify.annotations.NullMarked;
