package dev.semblance.encoders.hub.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names that follow from content.
 */
final class Digests {

	private Digests() {
	}

	static String sha256(byte[] content) {
		return hex("SHA-256", content);
	}

	static String sha1(byte[] content) {
		return hex("SHA-1", content);
	}

	/** The name that git gives to a file's content. */
	static String gitBlob(byte[] content) {
		byte[] prefix = "blob %d\0".formatted(content.length).getBytes(StandardCharsets.UTF_8);
		byte[] object = new byte[prefix.length + content.length];
		System.arraycopy(prefix, 0, object, 0, prefix.length);
		System.arraycopy(content, 0, object, prefix.length, content.length);
		return hex("SHA-1", object);
	}

	private static String hex(String algorithm, byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
