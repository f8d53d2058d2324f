package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.semblance.encoders.CallCancelledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write a folder, among all threads and all processes of this machine. The
 * operating system takes it back from a process that dies.
 */
public final class FolderLock implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FolderLock.class);

	private static final String FILE = "lock";

	private static final long POLL_MILLIS = 100;

	private final ThreadLock thread;

	private final FileChannel channel;

	private FolderLock(ThreadLock thread, FileChannel channel) {
		this.thread = thread;
		this.channel = channel;
	}

	/**
	 * Waits for the right and takes it.
	 * @param folder the folder, which is created
	 * @param work what whoever holds it does, as in "a process that works"
	 * @return the right, to be closed
	 * @throws IOException if the folder cannot be written
	 * @throws CallCancelledException if the thread is interrupted
	 */
	public static FolderLock acquire(Path folder, String work) throws IOException {
		try {
			ThreadLock thread = ThreadLock.of(Files.createDirectories(folder).toRealPath());
			thread.acquire();
			try {
				return new FolderLock(thread, lockedChannel(folder, work));
			}
			catch (IOException | RuntimeException | Error ex) {
				thread.release();
				throw ex;
			}
		}
		catch (InterruptedException | ClosedByInterruptException ex) {
			throw cancelled(folder);
		}
	}

	private static FileChannel lockedChannel(Path folder, String work) throws IOException {
		FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		try {
			waitFor(channel, folder, work);
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private static void waitFor(FileChannel channel, Path folder, String work) throws IOException {
		if (tryLock(channel)) {
			return;
		}
		logger.info("Waiting for another process that {} {}", work, folder);
		do {
			try {
				Thread.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				throw cancelled(folder);
			}
		}
		while (!tryLock(channel));
	}

	/** The lock is held until its channel is closed. */
	private static boolean tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// Held by something in this process that knows the file and not this class.
			return false;
		}
	}

	private static CallCancelledException cancelled(Path folder) {
		Thread.currentThread().interrupt();
		return new CallCancelledException("Waiting for the folder %s was interrupted.".formatted(folder),
				"Load the model again.");
	}

	/**
	 * Makes sure that the right was not given back.
	 * @throws IllegalStateException if it was
	 */
	public void require() {
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
			this.thread.release();
		}
	}

}
