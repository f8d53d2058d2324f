package dev.semblance.retrieval.store;

import dev.semblance.retrieval.Document;
import org.jspecify.annotations.Nullable;

/**
 * A document with its vectors, as a store takes it in. Compares by identity of the
 * vector.
 *
 * @param document the document
 * @param denseVector its dense vector; {@code null} in a store without an embedding space
 */
@SuppressWarnings("ArrayRecordComponent")
public record EmbeddedDocument(Document document, float @Nullable [] denseVector) {
}
