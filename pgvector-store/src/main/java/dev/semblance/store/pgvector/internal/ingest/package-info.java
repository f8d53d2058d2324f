/**
 * Documents on their way in: checked, copied into a stage, merged in one transaction.
 */
@NullMarked
package dev.semblance.store.pgvector.internal.ingest;

import org.jspecify.annotations.NullMarked;
