package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.nio.file.Path;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.ModelDownloadException;

/**
 * The right to write one repository's folder.
 */
public final class RepositoryLock implements AutoCloseable {

	private final FolderLock lock;

	private RepositoryLock(FolderLock lock) {
		this.lock = lock;
	}

	/**
	 * Waits for the right and takes it.
	 * @param folder the repository's folder, which is created
	 * @return the right, to be closed
	 * @throws ModelDownloadException if the folder cannot be written
	 * @throws CallCancelledException if the thread is interrupted
	 */
	static RepositoryLock acquire(Path folder) {
		try {
			return new RepositoryLock(FolderLock.acquire(folder, "fetches files into"));
		}
		catch (IOException ex) {
			throw new ModelDownloadException("The cache folder %s cannot be written: %s.".formatted(folder, ex),
					"Make it writable, set SEMBLANCE_HOME to another folder, or bake the model into the image.", ex);
		}
	}

	/** Makes sure that the right was not given back. */
	void require() {
		this.lock.require();
	}

	@Override
	public void close() {
		this.lock.close();
	}

}
