package dev.semblance.store.lucene;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import dev.semblance.retrieval.store.EmbeddedDocument;
import org.jspecify.annotations.Nullable;

/**
 * Which vectors a store keeps with its documents.
 *
 * @param dense the dense vectors, if it keeps any
 * @param sparse the sparse vectors, if it keeps any
 */
record VectorSpaces(@Nullable DenseVectors dense, @Nullable SparseVectors sparse) {

	/**
	 * Checks a document and its vectors.
	 */
	CheckedDocument checked(EmbeddedDocument embedded) {
		Document document = embedded.document();
		int length = DocumentFields.id(document.id()).length;
		if (length > LuceneStore.LONGEST_ID) {
			throw new InvalidInputException("A document has an id of %d bytes.".formatted(length),
					"Use ids of at most %d, for example a digest of it.".formatted(LuceneStore.LONGEST_ID));
		}
		String owner = "Document '%s'".formatted(document.id());
		return new CheckedDocument(document, denseVector(embedded, owner), sparseVector(embedded, owner));
	}

	private float @Nullable [] denseVector(EmbeddedDocument embedded, String owner) {
		if (this.dense != null) {
			return this.dense.checked(embedded.denseVector(), owner);
		}
		KeptVectors.requireNone(embedded.denseVector(), owner);
		return null;
	}

	private @Nullable SparseVector sparseVector(EmbeddedDocument embedded, String owner) {
		if (this.sparse != null) {
			return this.sparse.checked(embedded.sparseVector(), owner);
		}
		KeptVectors.requireNone(embedded.sparseVector(), owner);
		return null;
	}

	/**
	 * Makes the fields of a document that was checked.
	 */
	org.apache.lucene.document.Document fields(CheckedDocument document) {
		org.apache.lucene.document.Document fields = DocumentFields.of(document.document());
		if (this.dense != null && document.denseVector() != null) {
			fields.add(DocumentFields.vector(document.denseVector(), this.dense.indexSimilarity()));
		}
		if (document.sparseVector() != null) {
			DocumentFields.sparseVector(document.sparseVector()).forEach(fields::add);
		}
		return fields;
	}

	/**
	 * A document whose id and vectors were checked.
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record CheckedDocument(Document document, float @Nullable [] denseVector, @Nullable SparseVector sparseVector) {
	}

}
