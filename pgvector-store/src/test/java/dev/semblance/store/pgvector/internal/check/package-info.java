@NullMarked
package dev.semblance.store.pgvector.internal.check;

import org.jspecify.annotations.NullMarked;
