package dev.semblance.store.pgvector.internal.ingest;

/**
 * A document's vector on its way into a table.
 *
 * @param documentId the document's key
 * @param tenant the document's tenant
 * @param vector the vector
 * @param <T> the vector
 */
public record KeyedVector<T>(long documentId, String tenant, T vector) {
}
