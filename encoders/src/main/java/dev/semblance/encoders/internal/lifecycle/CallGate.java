package dev.semblance.encoders.internal.lifecycle;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.jspecify.annotations.Nullable;

/**
 * Lets calls in until it is closed. Closing waits for the calls that are inside, and
 * releases once however often it is asked.
 */
public final class CallGate {

	private final String guarded;

	/** Calls share it, closing has it alone. */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean closed;

	/**
	 * Creates an open gate.
	 * @param guarded names what is closed, for the message to late callers
	 */
	public CallGate(String guarded) {
		this.guarded = guarded;
	}

	/**
	 * Makes a call.
	 * @param call the call
	 * @param <T> the result
	 * @param <E> how it fails
	 * @return what the call returns
	 * @throws E if the call fails
	 * @throws IllegalStateException if the gate is closed
	 */
	public <T extends @Nullable Object, E extends Exception> T call(Call<T, E> call) throws E {
		this.lock.readLock().lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("%s is closed.".formatted(this.guarded));
			}
			return call.run();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Closes the gate.
	 * @param release what to do once nobody is inside
	 */
	public void close(Runnable release) {
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
	@FunctionalInterface
	public interface Call<T extends @Nullable Object, E extends Exception> {

		/**
		 * Does it.
		 * @return the result
		 * @throws E if it fails
		 */
		T run() throws E;

	}

}
