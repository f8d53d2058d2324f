package dev.semblance.store.pgvector.internal.ingest;

import java.nio.charset.StandardCharsets;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.store.pgvector.internal.filter.MetadataJson;
import dev.semblance.store.pgvector.internal.filter.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * A document that was checked, as it is written. Never compared.
 *
 * @param id its id
 * @param text its text
 * @param metadata its metadata as JSON
 * @param hash the digest of both
 * @param dense its dense vector, if the store keeps any
 * @param sparse its sparse vector, if the store keeps any
 */
@SuppressWarnings("ArrayRecordComponent")
record DocumentRow(String id, String text, String metadata, byte[] hash, float @Nullable [] dense,
		@Nullable SparseVector sparse) {

	/** Longest id in bytes: with collection and tenant it is one entry of an index. */
	static final int LONGEST_ID = 2_000;

	static DocumentRow of(Document document, float @Nullable [] dense, @Nullable SparseVector sparse) {
		StorableText.requireStorable(document);
		int length = document.id().getBytes(StandardCharsets.UTF_8).length;
		if (length > LONGEST_ID) {
			throw new InvalidInputException("A document has an id of %d bytes.".formatted(length),
					"Use ids of at most %d, for example a digest of it.".formatted(LONGEST_ID));
		}
		String metadata = MetadataJson.write(document.metadata());
		return new DocumentRow(document.id(), document.text(), metadata, ContentHash.of(document.text(), metadata),
				dense, sparse);
	}

}
