package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.ModelDownloadException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write one repository's folder, among all threads and all processes of this
 * machine. The operating system takes it back from a process that dies.
 */
public final class RepositoryLock implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RepositoryLock.class);

	private static final String FILE = "lock";

	private static final long POLL_MILLIS = 100;

	/** File locks are between processes only. */
	private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

	private final ReentrantLock thread;

	private final FileChannel channel;

	private RepositoryLock(ReentrantLock thread, FileChannel channel) {
		this.thread = thread;
		this.channel = channel;
	}

	/**
	 * Waits for the right and takes it.
	 * @param folder the repository's folder, which is created
	 * @return the right, to be closed
	 * @throws ModelDownloadException if the folder cannot be written
	 * @throws CallCancelledException if the thread is interrupted
	 */
	static RepositoryLock acquire(Path folder) {
		ReentrantLock thread = THREADS.computeIfAbsent(folder.toAbsolutePath().normalize(),
				(path) -> new ReentrantLock());
		try {
			thread.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			throw cancelled(folder);
		}
		try {
			if (thread.getHoldCount() > 1) {
				throw new IllegalStateException("The lock of %s is held by this thread already".formatted(folder));
			}
			return new RepositoryLock(thread, lockedChannel(folder));
		}
		catch (RuntimeException | Error ex) {
			thread.unlock();
			throw ex;
		}
	}

	private static FileChannel lockedChannel(Path folder) {
		Path file = folder.resolve(FILE);
		try {
			Files.createDirectories(folder);
			FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			try {
				waitFor(channel, folder);
				return channel;
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new ModelDownloadException("The cache folder %s cannot be written: %s.".formatted(folder, ex),
					"Make it writable, set SEMBLANCE_HOME to another folder, or bake the model into the image.", ex);
		}
	}

	private static void waitFor(FileChannel channel, Path folder) throws IOException {
		FileLock lock = tryLock(channel);
		if (lock == null) {
			logger.info("Waiting for another process that fetches files into {}", folder);
		}
		while (lock == null) {
			try {
				Thread.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				throw cancelled(folder);
			}
			lock = tryLock(channel);
		}
		Objects.requireNonNull(lock);
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// Held by this process, but by classes of another loader, or under another
			// name of the folder.
			return null;
		}
	}

	private static CallCancelledException cancelled(Path folder) {
		Thread.currentThread().interrupt();
		return new CallCancelledException("Waiting for the folder %s was interrupted.".formatted(folder),
				"Load the model again.");
	}

	/** Makes sure that the right was not given back. */
	void require() {
		if (!this.channel.isOpen()) {
			throw new IllegalStateException("The lock was given back already");
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("The lock file could not be closed", ex);
		}
		finally {
			this.thread.unlock();
		}
	}

}
