package dev.semblance.store.pgvector.internal.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.semblance.store.pgvector.internal.sql.Identifier;

/**
 * Names of tables that follow from what is in them, so that a script made without a
 * database names them too. Who chooses names of collections and tenants must not be able
 * to make two share a table, hence a digest too long for finding two alike.
 */
final class DigestedName {

	private static final int DIGITS = 32;

	private DigestedName() {
	}

	static Identifier of(String kind, String content) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
			return new Identifier(kind + "_" + HexFormat.of().formatHex(digest).substring(0, DIGITS));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256.", ex);
		}
	}

}
