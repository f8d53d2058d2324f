package dev.semblance.store.pgvector.internal.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digest of a document's text and metadata, by which an unchanged document is found
 * without reading it.
 */
final class ContentHash {

	private ContentHash() {
	}

	/**
	 * Digests a document.
	 * @param text its text
	 * @param metadata its metadata, as it is stored
	 */
	static byte[] of(String text, String metadata) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] textBytes = text.getBytes(StandardCharsets.UTF_8);
			// The length keeps text and metadata apart.
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(textBytes.length).array());
			digest.update(textBytes);
			digest.update(metadata.getBytes(StandardCharsets.UTF_8));
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256.", ex);
		}
	}

}
