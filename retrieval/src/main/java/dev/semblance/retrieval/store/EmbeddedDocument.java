package dev.semblance.retrieval.store;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import org.jspecify.annotations.Nullable;

/**
 * A document with its vectors, as a store takes it in. Compares by identity of the
 * vectors.
 *
 * @param document the document
 * @param denseVector its dense vector; {@code null} in a store without an embedding space
 * @param sparseVector its sparse vector; {@code null} in a store without a sparse space
 */
@SuppressWarnings("ArrayRecordComponent")
public record EmbeddedDocument(Document document, float @Nullable [] denseVector, @Nullable SparseVector sparseVector) {

	/**
	 * Creates a document without a sparse vector.
	 * @param document the document
	 * @param denseVector its dense vector; {@code null} in a store without an embedding
	 * space
	 */
	public EmbeddedDocument(Document document, float @Nullable [] denseVector) {
		this(document, denseVector, null);
	}

}
