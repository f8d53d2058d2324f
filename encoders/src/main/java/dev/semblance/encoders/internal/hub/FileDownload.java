package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DownloadProgress;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.internal.cache.ModelCache;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.hub.PartialFile.Checked;
import dev.semblance.encoders.internal.hub.PartialFile.LocalFailure;
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

	private final HubProblems problems;

	/** As it was announced first. */
	private @Nullable RemoteFile announced;

	/** How far an attempt came that counted; negative before the first. */
	private long highest = -1;

	private int wrongContents;

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
		this.problems = new HubProblems(settings);
		this.attempts = new Attempts(settings, "%s of %s".formatted(path, reference));
	}

	/**
	 * Fetches the file. The caller holds the lock of the repository.
	 * @return the file, complete, checked and on the disk
	 * @throws ModelDownloadException if it cannot be had
	 */
	Complete run() {
		while (true) {
			PartialFile partial = null;
			try {
				partial = partial(announced());
				Complete complete = attempt(partial);
				if (complete != null) {
					return complete;
				}
			}
			catch (ClosedByInterruptException ex) {
				throw interrupted();
			}
			catch (LocalFailure ex) {
				throw localFailure(Objects.requireNonNull(partial), ex);
			}
			catch (IOException ex) {
				if (partial != null) {
					noteProgress(partial);
				}
				this.attempts.failed(ex);
			}
		}
	}

	/** Asks every time, because where the bytes are holds for a while only. */
	private RemoteFile announced() throws IOException {
		RemoteFile now = this.client.file(this.reference, this.path);
		RemoteFile before = (this.announced != null) ? this.announced : now;
		this.announced = before;
		if (now.size() != before.size() || !now.checksum().equals(before.checksum())) {
			throw new ModelDownloadException(
					"%s of %s was announced with %,d bytes and the %s, and then with %,d bytes and the %s.".formatted(
							this.path, this.reference, before.size(), before.checksum(), now.size(), now.checksum()),
					"A commit never changes, so a proxy or a mirror in between may change what it passes on; try again "
							+ "later, or use another endpoint.");
		}
		return now;
	}

	private @Nullable Complete attempt(PartialFile partial) throws IOException {
		requireAllowedSize(partial.file());
		boolean first = this.highest < 0;
		requireRoom(partial);
		boolean taken = first && takeFromOtherCommit(partial);
		if (first) {
			this.highest = partial.size();
		}
		fetch(partial);
		Checked checked = partial.check();
		if (checked.problem() == null) {
			// However it came, also by a process that died.
			partial.force();
			return new Complete(partial.path(), checked.file());
		}
		partial.delete();
		this.wrongContents += taken ? 0 : 1;
		if (this.wrongContents >= MOST_WRONG_CONTENTS) {
			throw wrongContent(checked.problem());
		}
		return null;
	}

	/**
	 * Only what nobody had before counts, so that a hub which lets everything start again
	 * and again is not asked for ever.
	 */
	private void noteProgress(PartialFile partial) {
		long size = partial.sizeOrZero();
		if (this.highest >= 0 && size - this.highest >= GOOD_PIECE) {
			this.highest = size;
			this.attempts.gotFurther();
		}
	}

	private PartialFile partial(RemoteFile file) {
		try {
			return new PartialFile(this.cache.partial(this.reference.repository(), file.checksum().hex()), file);
		}
		catch (IOException ex) {
			throw this.problems.notWritable(ex);
		}
	}

	/** Most files, the largest above all, stay the same from one commit to the next. */
	private boolean takeFromOtherCommit(PartialFile partial) throws IOException {
		Checksum checksum = partial.file().checksum();
		if (checksum.algorithm() != Checksum.Algorithm.SHA256 || partial.exists()) {
			return false;
		}
		FetchedFile wanted = new FetchedFile(partial.file().size(), checksum.hex());
		Optional<Path> same = this.cache.findContent(this.reference.repository(), wanted);
		if (same.isEmpty()) {
			return false;
		}
		try {
			partial.copyFrom(same.get());
			return true;
		}
		catch (LocalFailure ex) {
			// It is fetched instead; what stands there now is not gone on with.
			partial.delete();
			return false;
		}
	}

	private void requireAllowedSize(RemoteFile file) {
		if (file.size() > this.settings.maxFileSize()) {
			throw new ModelDownloadException(
					"%s of %s has %,d bytes, and files of at most %,d are fetched.".formatted(this.path, this.reference,
							file.size(), this.settings.maxFileSize()),
					"Use a smaller model, or allow more (SEMBLANCE_MAX_FILE_SIZE, semblance.hub.max-file-size).");
		}
	}

	private void requireRoom(PartialFile partial) throws IOException {
		long missing = partial.file().size() - partial.size();
		OptionalLong room = partial.room();
		if (room.isPresent() && missing > room.getAsLong()) {
			throw noRoom("%,d bytes are missing, and %,d are free".formatted(missing, room.getAsLong()), null);
		}
	}

	private void fetch(PartialFile partial) throws IOException {
		RemoteFile file = partial.file();
		long there = partial.size();
		if (there >= file.size() && partial.exists()) {
			report(Math.min(there, file.size()), file);
			return;
		}
		try (FileChannel channel = partial.open()) {
			HttpResponse<InputStream> response = this.client.bytes(file, there);
			try (StallWatch body = StallWatch.over(response.body(), this.settings.stallTimeout())) {
				// Whoever does not know ranges sends all of it.
				PartialFile.position(channel, response.statusCode() == PARTIAL_CONTENT);
				copy(file, body, channel);
			}
		}
	}

	private void copy(RemoteFile file, InputStream body, FileChannel channel) throws IOException {
		byte[] buffer = new byte[BUFFER];
		long position = channel.position();
		report(position, file);
		for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
			PartialFile.append(channel, ByteBuffer.wrap(buffer, 0, read));
			position += read;
			if (position > file.size()) {
				// More than announced is wrong already.
				return;
			}
			report(position, file);
			requireWanted();
		}
		if (position < file.size()) {
			throw new IOException("the connection ended after %,d of %,d bytes".formatted(position, file.size()));
		}
	}

	/** Asked here, because reading from a connection may go on in spite of it. */
	private void requireWanted() {
		if (Thread.currentThread().isInterrupted()) {
			throw interrupted();
		}
	}

	private CallCancelledException interrupted() {
		return new CallCancelledException("Fetching %s of %s was interrupted.".formatted(this.path, this.reference),
				"Load the model again; what was fetched is kept.");
	}

	private void report(long bytes, RemoteFile file) {
		this.settings.listener()
			.progress(new DownloadProgress(this.reference.repository(), this.path, bytes, file.size()));
	}

	private ModelDownloadException wrongContent(String problem) {
		return new ModelDownloadException(
				"%s of %s is not what the hub announced, %d times in a row: %s.".formatted(this.path, this.reference,
						MOST_WRONG_CONTENTS, problem),
				"A proxy or a mirror in between may change what it passes on; nothing of it was kept.");
	}

	private ModelDownloadException localFailure(PartialFile partial, LocalFailure failure) {
		boolean room = !partial.lacksRoom(failure);
		try {
			// A full disk hurts others, too; and what cannot be read is of no use.
			partial.delete();
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
		return room ? this.problems.notWritable((failure.getCause() instanceof IOException cause) ? cause : failure)
				: noRoom("writing failed (%s)".formatted(failure.getMessage()), failure);
	}

	private ModelDownloadException noRoom(String problem, @Nullable IOException cause) {
		return new ModelDownloadException("%s of %s does not fit into %s: %s.".formatted(this.path, this.reference,
				this.settings.home(), problem), "Make room there, or set SEMBLANCE_HOME to a folder on a larger disk.",
				cause);
	}

	/**
	 * A file that came.
	 *
	 * @param temporary where it is
	 * @param file what it is
	 */
	record Complete(Path temporary, FetchedFile file) {
	}

}
