package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DownloadProgress;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.internal.cache.ModelCache;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.HubReference;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file: goes on where an earlier attempt stopped, also one of another
 * process, and hands out nothing but the bytes that the hub announced.
 */
final class FileDownload {

	private static final int BUFFER = 1 << 16;

	/** An attempt that brought so much was not in vain. */
	private static final long GOOD_PIECE = 1 << 20;

	private static final int PARTIAL_CONTENT = 206;

	/** A second time may be bad luck, a third time is somebody's doing. */
	private static final int MOST_WRONG_CONTENTS = 2;

	private final HubSettings settings;

	private final HubClient client;

	private final ModelCache cache;

	private final HubReference reference;

	private final String path;

	private final Attempts attempts;

	/**
	 * Creates a download.
	 * @param reference the model, at a commit
	 * @param path the file
	 */
	FileDownload(HubSettings settings, HubClient client, ModelCache cache, HubReference reference, String path) {
		this.settings = settings;
		this.client = client;
		this.cache = cache;
		this.reference = reference;
		this.path = path;
		this.attempts = new Attempts(settings, "%s of %s".formatted(path, reference));
	}

	/**
	 * Fetches the file. The caller holds the lock of the repository.
	 * @return the file, complete, checked and on the disk
	 * @throws ModelDownloadException if it cannot be had
	 */
	Complete run() {
		int wrong = 0;
		boolean looked = false;
		while (true) {
			long before = 0;
			Path partial = null;
			try {
				RemoteFile file = this.client.file(this.reference, this.path);
				partial = partial(file);
				boolean taken = !looked && takeFromOtherCommit(file, partial);
				looked = true;
				before = size(partial);
				requireRoom(file, partial);
				fetch(file, partial);
				Checked checked = check(file, partial);
				if (checked.problem() == null) {
					return new Complete(partial, checked.file());
				}
				delete(partial);
				wrong += taken ? 0 : 1;
				if (wrong >= MOST_WRONG_CONTENTS) {
					throw wrongContent(checked.problem());
				}
			}
			catch (WriteFailure ex) {
				// A full disk hurts others, too.
				delete(Objects.requireNonNull(partial));
				throw noRoom("writing failed (%s)".formatted(ex.getMessage()), ex);
			}
			catch (IOException ex) {
				if (partial != null && size(partial) - before >= GOOD_PIECE) {
					this.attempts.gotFurther();
				}
				this.attempts.failed(ex);
			}
		}
	}

	private Path partial(RemoteFile file) {
		try {
			return this.cache.partial(this.reference.repository(), file.checksum().hex());
		}
		catch (IOException ex) {
			throw notWritable(ex);
		}
	}

	/** Most files, the largest above all, stay the same from one commit to the next. */
	private boolean takeFromOtherCommit(RemoteFile file, Path partial) {
		if (file.checksum().algorithm() != Checksum.Algorithm.SHA256 || Files.exists(partial)) {
			return false;
		}
		FetchedFile wanted = new FetchedFile(file.size(), file.checksum().hex());
		Optional<Path> same = this.cache.find(this.reference.repository(), wanted);
		if (same.isEmpty()) {
			return false;
		}
		try {
			Files.copy(same.get(), partial);
			return true;
		}
		catch (IOException ex) {
			// It is fetched instead; what stands there now is not gone on with.
			delete(partial);
			return false;
		}
	}

	private void requireRoom(RemoteFile file, Path partial) throws IOException {
		if (file.size() > this.settings.maxFileSize()) {
			throw new ModelDownloadException(
					"%s of %s has %,d bytes, and files of at most %,d are fetched.".formatted(this.path, this.reference,
							file.size(), this.settings.maxFileSize()),
					"Use a smaller model, or allow more (SEMBLANCE_MAX_FILE_SIZE, semblance.hub.max-file-size).");
		}
		long free = Files.getFileStore(Objects.requireNonNull(partial.getParent())).getUsableSpace();
		long missing = file.size() - size(partial);
		if (missing > free) {
			throw noRoom("%,d bytes are missing, and %,d are free".formatted(missing, free), null);
		}
	}

	private void fetch(RemoteFile file, Path partial) throws IOException {
		long there = size(partial);
		if (there >= file.size() && Files.exists(partial)) {
			report(Math.min(there, file.size()), file);
			return;
		}
		try (FileChannel channel = open(partial)) {
			HttpResponse<InputStream> response = this.client.bytes(file, channel.size());
			try (StallWatch body = StallWatch.over(response.body(), this.settings.stallTimeout())) {
				// Whoever does not know ranges sends all of it.
				channel.truncate((response.statusCode() == PARTIAL_CONTENT) ? channel.size() : 0);
				channel.position(channel.size());
				copy(file, body, channel);
			}
			force(channel);
		}
	}

	private void copy(RemoteFile file, InputStream body, FileChannel channel) throws IOException {
		byte[] buffer = new byte[BUFFER];
		report(channel.position(), file);
		int read = body.read(buffer);
		while (read >= 0) {
			append(channel, ByteBuffer.wrap(buffer, 0, read));
			if (channel.position() > file.size()) {
				// More than announced is wrong already.
				return;
			}
			report(channel.position(), file);
			requireWanted();
			read = body.read(buffer);
		}
		if (channel.position() < file.size()) {
			throw new IOException(
					"the connection ended after %,d of %,d bytes".formatted(channel.position(), file.size()));
		}
	}

	/** Asked here, because reading from a connection may go on in spite of it. */
	private void requireWanted() {
		if (Thread.currentThread().isInterrupted()) {
			throw new CallCancelledException("Fetching %s of %s was interrupted.".formatted(this.path, this.reference),
					"Load the model again; what was fetched is kept.");
		}
	}

	private void report(long bytes, RemoteFile file) {
		this.settings.listener()
			.progress(new DownloadProgress(this.reference.repository(), this.path, bytes, file.size()));
	}

	/** Compares what lies on the disk, because an earlier process may have written it. */
	private Checked check(RemoteFile file, Path partial) throws IOException {
		long size = size(partial);
		MessageDigest announced = file.checksum().newDigest(size);
		MessageDigest sha256 = Checksum.Algorithm.SHA256.newDigest();
		try (InputStream stream = Files.newInputStream(partial)) {
			byte[] buffer = new byte[BUFFER];
			for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
				announced.update(buffer, 0, read);
				sha256.update(buffer, 0, read);
			}
		}
		String found = HexFormat.of().formatHex(sha256.digest());
		String problem = null;
		if (size != file.size()) {
			problem = "%,d bytes came, and %,d were announced".formatted(size, file.size());
		}
		else if (!file.checksum().matches(announced)) {
			problem = "its bytes have the sha256 %s, and announced was %s".formatted(found, file.checksum());
		}
		return new Checked(new FetchedFile(size, found), problem);
	}

	private ModelDownloadException wrongContent(String problem) {
		return new ModelDownloadException(
				"%s of %s is not what the hub announced, %d times in a row: %s.".formatted(this.path, this.reference,
						MOST_WRONG_CONTENTS, problem),
				"A proxy or a mirror in between may change what it passes on; nothing of it was kept.");
	}

	private FileChannel open(Path partial) {
		try {
			return FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException ex) {
			throw notWritable(ex);
		}
	}

	private static void append(FileChannel channel, ByteBuffer bytes) throws IOException {
		try {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
		}
		catch (ClosedByInterruptException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new WriteFailure(ex);
		}
	}

	private static void force(FileChannel channel) throws IOException {
		try {
			channel.force(true);
		}
		catch (ClosedByInterruptException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new WriteFailure(ex);
		}
	}

	private static long size(Path partial) {
		try {
			return Files.exists(partial) ? Files.size(partial) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private void delete(Path partial) {
		try {
			Files.deleteIfExists(partial);
		}
		catch (IOException ex) {
			throw notWritable(ex);
		}
	}

	private ModelDownloadException noRoom(String problem, @Nullable IOException cause) {
		return new ModelDownloadException("%s of %s does not fit into %s: %s.".formatted(this.path, this.reference,
				this.settings.home(), problem), "Make room there, or set SEMBLANCE_HOME to a folder on a larger disk.",
				cause);
	}

	private ModelDownloadException notWritable(IOException cause) {
		return new ModelDownloadException(
				"The cache folder %s cannot be written: %s.".formatted(this.settings.home(), cause),
				"Make it writable, or set SEMBLANCE_HOME to another folder.", cause);
	}

	/**
	 * A file that came.
	 *
	 * @param temporary where it is
	 * @param file what it is
	 */
	record Complete(Path temporary, FetchedFile file) {
	}

	private record Checked(FetchedFile file, @Nullable String problem) {
	}

	/** It is this machine that fails, not the hub. */
	private static final class WriteFailure extends IOException {

		private static final long serialVersionUID = 1L;

		WriteFailure(IOException cause) {
			super(cause.getMessage(), cause);
		}

	}

}
