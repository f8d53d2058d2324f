package dev.semblance.store.lucene;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets calls in until it is closed. Closing waits for the calls that are inside.
 */
final class CallGate {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean closed;

	<T, E extends Exception> T call(Call<T, E> call) throws E {
		this.lock.readLock().lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("The store is closed.");
			}
			return call.run();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	void close(Runnable release) {
		this.lock.writeLock().lock();
		try {
			if (!this.closed) {
				this.closed = true;
				release.run();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/**
	 * What is done inside.
	 *
	 * @param <T> the result
	 * @param <E> how it fails
	 */
	interface Call<T, E extends Exception> {

		T run() throws E;

	}

}
