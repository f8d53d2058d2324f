@NullMarked
package dev.semblance.store.pgvector.internal.wire;

import org.jspecify.annotations.NullMarked;
