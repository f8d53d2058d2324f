package dev.semblance.store.pgvector.reembedding;

/**
 * A document that the encoder cannot encode.
 *
 * @param tenant its tenant
 * @param id its id
 * @param reason why not
 */
public record RefusedDocument(String tenant, String id, String reason) {

	@Override
	public String toString() {
		String owner = this.tenant.isEmpty() ? "" : " of tenant '%s'".formatted(this.tenant);
		return "'%s'%s: %s".formatted(this.id, owner, this.reason);
	}

}
