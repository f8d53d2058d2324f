/**
 * Encoders and stores put together: ingest documents, retrieve candidates.
 */
@NullMarked
package dev.semblance.retrieval.pipeline;

import org.jspecify.annotations.NullMarked;
