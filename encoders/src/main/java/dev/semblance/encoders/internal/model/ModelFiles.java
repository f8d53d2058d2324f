package dev.semblance.encoders.internal.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The files of one model, by their paths in the model's repository, with {@code /} as the
 * separator.
 */
public interface ModelFiles {

	/**
	 * Tells whether a file exists.
	 * @param path the file
	 * @return whether it can be opened
	 */
	boolean contains(String path);

	/**
	 * Tells whether opening a file needs no download.
	 * @param path the file
	 * @return whether it is there and can be opened at once
	 */
	default boolean local(String path) {
		return contains(path);
	}

	/**
	 * Names what brings a file that is not there.
	 * @param path the file
	 * @return the artifact to add to the class path, or {@code null} if none is known
	 */
	default @Nullable String artifactWith(String path) {
		return null;
	}

	/**
	 * Opens a file.
	 * @param path the file
	 * @return its bytes
	 * @throws IOException if it cannot be read
	 */
	InputStream open(String path) throws IOException;

	/**
	 * Returns the size of a file.
	 * @param path the file
	 * @return the number of bytes
	 * @throws IOException if it cannot be found out
	 */
	long size(String path) throws IOException;

	/**
	 * Returns the folder that holds a file, for readers that look for further files
	 * beside it.
	 * @param path the file
	 * @return the folder, or {@code null} if the files are not in a file system
	 */
	@Nullable Path folderOf(String path);

	/**
	 * Names a file for people.
	 * @param path the file
	 * @return where it is
	 */
	String describe(String path);

	/**
	 * Returns what the content of a file must be, where that was recorded when the file
	 * was fetched.
	 * @param path the file
	 * @return its checksum; {@code null} if nothing is known of it
	 */
	default @Nullable Checksum checksum(String path) {
		return null;
	}

	/**
	 * Returns the SHA-256 of a file, which is read whole unless it was before.
	 * @param path the file
	 * @return the digest, in lower-case hexadecimal
	 * @throws IOException if the file cannot be read
	 */
	default String sha256(String path) throws IOException {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		try (InputStream stream = new DigestInputStream(open(path), digest)) {
			stream.transferTo(OutputStream.nullOutputStream());
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Returns the commit that the files are of, where that is known.
	 * @return the commit; {@code null} for files that are in no repository
	 */
	default @Nullable String revision() {
		return null;
	}

}
