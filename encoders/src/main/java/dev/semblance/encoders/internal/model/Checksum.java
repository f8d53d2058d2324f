package dev.semblance.encoders.internal.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the content of a file must be. A hub gives the SHA-256 of large files, and of
 * small ones the hash that git has for them.
 *
 * @param algorithm how it is computed
 * @param hex its value in lower-case hexadecimal
 */
public record Checksum(Algorithm algorithm, String hex) {

	private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

	private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

	/**
	 * Finds the kind of a checksum by its length.
	 * @param hex its value
	 * @return the checksum; nothing if the value is none
	 */
	public static Optional<Checksum> of(String hex) {
		if (SHA256.matcher(hex).matches()) {
			return Optional.of(new Checksum(Algorithm.SHA256, hex));
		}
		return SHA1.matcher(hex).matches() ? Optional.of(new Checksum(Algorithm.GIT_BLOB, hex)) : Optional.empty();
	}

	/**
	 * Starts to compute such a checksum.
	 * @param size number of bytes of the file
	 * @return a digest that takes the file's bytes
	 */
	public MessageDigest newDigest(long size) {
		MessageDigest digest = this.algorithm.newDigest();
		if (this.algorithm == Algorithm.GIT_BLOB) {
			digest.update("blob %d\0".formatted(size).getBytes(StandardCharsets.UTF_8));
		}
		return digest;
	}

	/**
	 * Tells whether a file has this checksum.
	 * @param digest the digest that took the file's bytes; it starts anew by this
	 * @return whether they agree
	 */
	public boolean matches(MessageDigest digest) {
		return HexFormat.of().formatHex(digest.digest()).equals(this.hex);
	}

	@Override
	public String toString() {
		return this.algorithm.label + " " + this.hex;
	}

	/** How a checksum is computed. */
	public enum Algorithm {

		/** The SHA-256 of the bytes. */
		SHA256("SHA-256", "sha256"),

		/** The SHA-1 of a header with the size, and the bytes, as git names a blob. */
		GIT_BLOB("SHA-1", "git blob");

		private final String standardName;

		private final String label;

		Algorithm(String standardName, String label) {
			this.standardName = standardName;
			this.label = label;
		}

		/**
		 * Returns a digest that has taken nothing yet.
		 * @return the digest
		 */
		public MessageDigest newDigest() {
			try {
				return MessageDigest.getInstance(this.standardName);
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has " + this.standardName, ex);
			}
		}

	}

}
