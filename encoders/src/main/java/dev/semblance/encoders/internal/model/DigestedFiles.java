package dev.semblance.encoders.internal.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;

/**
 * Files of a model whose digest is taken while they are read, so that most are read only
 * once; a file whose content is not what was recorded of it is refused before its reader
 * is done with it. A file counts when it is opened or its size is asked for: whoever
 * needs the size has it read, if not through here, then by its path, as ONNX Runtime does
 * with external data. Not safe for concurrent readers.
 */
public final class DigestedFiles implements ModelFiles {

	private final ModelFiles files;

	private final NavigableSet<String> used = new TreeSet<>();

	private final Map<String, String> lines = new HashMap<>();

	/**
	 * Creates files that are digested.
	 * @param files the model's files
	 */
	public DigestedFiles(ModelFiles files) {
		this.files = files;
	}

	/**
	 * Returns the SHA-256 of the files that were used so far: of one line for each, in
	 * the order of their paths, with its own SHA-256, its size and its path in the
	 * model's repository. Where the repository lies makes no difference.
	 * @return the digest, in lower-case hexadecimal
	 * @throws InvalidModelException if a file cannot be read
	 */
	public String sha256() {
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		for (String path : this.used) {
			digest.update(line(path).getBytes(StandardCharsets.UTF_8));
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private String line(String path) {
		try {
			return readLine(path);
		}
		catch (IOException ex) {
			throw new InvalidModelException("%s cannot be read: %s.".formatted(describe(path), ex),
					"Check the file and its permissions.", ex);
		}
	}

	private String readLine(String path) throws IOException {
		if (!this.lines.containsKey(path)) {
			try (InputStream stream = open(path)) {
				stream.transferTo(OutputStream.nullOutputStream());
			}
		}
		return Objects.requireNonNull(this.lines.get(path));
	}

	@Override
	public String sha256(String path) throws IOException {
		String line = readLine(path);
		return line.substring(0, line.indexOf(' '));
	}

	@Override
	public boolean contains(String path) {
		return this.files.contains(path);
	}

	@Override
	public boolean local(String path) {
		return this.files.local(path);
	}

	@Override
	public @Nullable String artifactWith(String path) {
		return this.files.artifactWith(path);
	}

	@Override
	public InputStream open(String path) throws IOException {
		this.used.add(path);
		InputStream stream = this.files.open(path);
		// What was recorded is compared at every reading, else another one could be used.
		boolean known = this.lines.containsKey(path) && this.files.checksum(path) == null;
		return known ? stream : digesting(path, stream);
	}

	private InputStream digesting(String path, InputStream stream) throws IOException {
		try {
			return new DigestingStream(path, stream);
		}
		catch (IOException | RuntimeException ex) {
			stream.close();
			throw ex;
		}
	}

	@Override
	public long size(String path) throws IOException {
		this.used.add(path);
		return this.files.size(path);
	}

	@Override
	public @Nullable Path folderOf(String path) {
		return this.files.folderOf(path);
	}

	@Override
	public String describe(String path) {
		return this.files.describe(path);
	}

	@Override
	public @Nullable Checksum checksum(String path) {
		return this.files.checksum(path);
	}

	@Override
	public @Nullable String revision() {
		return this.files.revision();
	}

	/** Passes on what it reads, and notes the digest of a file that it read whole. */
	private final class DigestingStream extends InputStream {

		private final String path;

		private final InputStream stream;

		private final MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();

		private final @Nullable Checksum checksum;

		/** Only git's checksum needs a digest of its own. */
		private final @Nullable MessageDigest gitDigest;

		private long size;

		private boolean whole;

		private boolean closed;

		DigestingStream(String path, InputStream stream) throws IOException {
			this.path = path;
			this.stream = stream;
			this.checksum = DigestedFiles.this.files.checksum(path);
			boolean git = this.checksum != null && this.checksum.algorithm() == Checksum.Algorithm.GIT_BLOB;
			this.gitDigest = git ? Objects.requireNonNull(this.checksum).newDigest(DigestedFiles.this.files.size(path))
					: null;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : Byte.toUnsignedInt(one[0]);
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = this.stream.read(bytes, offset, length);
			if (read > 0) {
				this.digest.update(bytes, offset, read);
				if (this.gitDigest != null) {
					this.gitDigest.update(bytes, offset, read);
				}
				this.size += read;
			}
			else if (read < 0) {
				noteWhole();
			}
			return read;
		}

		private void noteWhole() {
			// A digest starts anew once it is taken, so only the first end counts.
			if (!this.whole) {
				this.whole = true;
				String sha256 = HexFormat.of().formatHex(this.digest.digest());
				requireRecorded(sha256);
				DigestedFiles.this.lines.put(this.path, "%s %d %s\n".formatted(sha256, this.size, this.path));
			}
		}

		private void requireRecorded(String sha256) {
			if (this.checksum == null) {
				return;
			}
			boolean same = (this.gitDigest != null) ? this.checksum.matches(this.gitDigest)
					: this.checksum.hex().equals(sha256);
			if (!same) {
				throw new InvalidModelException(
						"%s is not what was downloaded: it has the sha256 %s, and recorded is %s."
							.formatted(describe(this.path), sha256, this.checksum),
						"Run 'semblance pull --verify' for the model, or delete the file, and find out who changed it.");
			}
		}

		@Override
		public int available() throws IOException {
			return this.stream.available();
		}

		@Override
		public void close() throws IOException {
			try (InputStream closing = this.stream) {
				// Readers that know the size stop without having seen the end; and what
				// was
				// recorded can only be compared with the whole.
				if (!this.closed && !this.whole) {
					if (this.checksum != null) {
						transferTo(OutputStream.nullOutputStream());
					}
					else if (closing.read() < 0) {
						noteWhole();
					}
				}
			}
			finally {
				this.closed = true;
			}
		}

	}

}
