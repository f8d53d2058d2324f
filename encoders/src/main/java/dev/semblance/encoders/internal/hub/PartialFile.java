package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.model.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched of a file so far. Whatever goes wrong with it is a
 * {@link LocalFailure}, or an interrupted thread.
 *
 * @param path where it is
 * @param file what it is to become
 */
record PartialFile(Path path, RemoteFile file) {

	private static final int BUFFER = 1 << 16;

	boolean exists() {
		return Files.exists(this.path, LinkOption.NOFOLLOW_LINKS);
	}

	long size() throws IOException {
		return local(() -> exists() ? Files.size(this.path) : 0);
	}

	/** How much room there is beside it; nothing if the file system does not tell. */
	OptionalLong room() {
		OptionalLong free = usableSpace();
		return (free.orElse(0) > 0) ? free : OptionalLong.empty();
	}

	private OptionalLong usableSpace() {
		try {
			return OptionalLong.of(Files.getFileStore(Objects.requireNonNull(this.path.getParent())).getUsableSpace());
		}
		catch (IOException ex) {
			// Whether there is enough shows when it is written.
			return OptionalLong.empty();
		}
	}

	/**
	 * Tells whether something could not be written because there is no room for it.
	 * @param failure why it could not
	 */
	boolean lacksRoom(LocalFailure failure) {
		String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
		boolean said = reason.contains("no space") || reason.contains("not enough space") || reason.contains("quota");
		return said || usableSpace().orElse(Long.MAX_VALUE) < this.file.size() - sizeOrZero();
	}

	/** Where it makes no difference why it cannot be told. */
	long sizeOrZero() {
		try {
			return size();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	void copyFrom(Path same) throws IOException {
		local(() -> Files.copy(same, this.path));
	}

	FileChannel open() throws IOException {
		return local(() -> FileChannel.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS));
	}

	/** Goes on at the end of what is there, or at the beginning. */
	static void position(FileChannel channel, boolean atEnd) throws IOException {
		local(() -> {
			channel.truncate(atEnd ? channel.size() : 0);
			return channel.position(channel.size());
		});
	}

	static void append(FileChannel channel, ByteBuffer bytes) throws IOException {
		local(() -> {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			return bytes;
		});
	}

	/** Brings it to the disk, whoever wrote it. */
	void force() throws IOException {
		try (FileChannel channel = open()) {
			local(() -> {
				channel.force(true);
				return channel;
			});
		}
	}

	/** Compares what lies on the disk, because an earlier process may have written it. */
	Checked check() throws IOException {
		return local(() -> {
			long size = size();
			MessageDigest announced = this.file.checksum().newDigest(size);
			MessageDigest sha256 = Checksum.Algorithm.SHA256.newDigest();
			try (InputStream stream = Files.newInputStream(this.path, LinkOption.NOFOLLOW_LINKS)) {
				byte[] buffer = new byte[BUFFER];
				for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
					announced.update(buffer, 0, read);
					sha256.update(buffer, 0, read);
				}
			}
			String found = HexFormat.of().formatHex(sha256.digest());
			return new Checked(new FetchedFile(size, found), problem(size, announced, found));
		});
	}

	private @Nullable String problem(long size, MessageDigest announced, String found) {
		if (size != this.file.size()) {
			return "%,d bytes came, and %,d were announced".formatted(size, this.file.size());
		}
		return this.file.checksum().matches(announced) ? null
				: "its bytes have the sha256 %s, and announced was %s".formatted(found, this.file.checksum());
	}

	void delete() throws IOException {
		local(() -> Files.deleteIfExists(this.path));
	}

	private static <T> T local(Work<T> work) throws IOException {
		try {
			return work.run();
		}
		catch (ClosedByInterruptException | LocalFailure ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new LocalFailure(ex);
		}
	}

	/** May fail. */
	@FunctionalInterface
	private interface Work<T> {

		T run() throws IOException;

	}

	/**
	 * What it is, and what is wrong with that.
	 *
	 * @param file what it is
	 * @param problem what is wrong; {@code null} if it is what was announced
	 */
	record Checked(FetchedFile file, @Nullable String problem) {
	}

	/** It is this machine that fails, not the hub. */
	static final class LocalFailure extends IOException {

		private static final long serialVersionUID = 1L;

		LocalFailure(IOException cause) {
			super(cause.toString(), cause);
		}

	}

}
