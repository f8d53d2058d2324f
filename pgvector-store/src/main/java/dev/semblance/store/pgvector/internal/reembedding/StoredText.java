package dev.semblance.store.pgvector.internal.reembedding;

/**
 * A document as it was read to be encoded. Never compared.
 *
 * @param key its key
 * @param tenant its tenant
 * @param id its id
 * @param text its text
 * @param hash the digest that tells whether it was changed since
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredText(long key, String tenant, String id, String text, byte[] hash) {

	/**
	 * Names it in a message.
	 */
	String owner() {
		return "Document '%s'".formatted(this.id);
	}

}
