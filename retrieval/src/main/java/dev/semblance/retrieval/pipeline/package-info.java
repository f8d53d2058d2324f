/**
 * Encoders and stores put together: ingest documents, retrieve candidates, rerank them
 * into hits.
 */
@NullMarked
package dev.semblance.retrieval.pipeline;

import org.jspecify.annotations.NullMarked;
