package dev.semblance.encoders.internal.lifecycle;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts who uses something, so that it is released after the last one and never under
 * anybody's feet. Safe for concurrent use.
 */
public final class ReferenceCount {

	/** Twice as much would overflow the clock. */
	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

	private final String guarded;

	private final Runnable release;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition released = this.lock.newCondition();

	private int references;

	private boolean closed;

	/**
	 * Creates a count of none.
	 * @param guarded names what is used, for the message to late callers
	 * @param release releases it; called once, by whoever is last
	 */
	public ReferenceCount(String guarded, Runnable release) {
		this.guarded = guarded;
		this.release = release;
	}

	/**
	 * Counts a new user.
	 * @throws IllegalStateException if it is closed
	 */
	public void enter() {
		this.lock.lock();
		try {
			if (this.closed) {
				throw closedException();
			}
			this.references++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts a user that works for another one, also after it was closed.
	 * @throws IllegalStateException if there is no other user any more
	 */
	public void retain() {
		this.lock.lock();
		try {
			if (this.references == 0) {
				throw closedException();
			}
			this.references++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts a user off.
	 */
	public void leave() {
		this.lock.lock();
		try {
			this.references--;
			releaseIfUnused();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void releaseIfUnused() {
		if (this.closed && this.references == 0) {
			try {
				this.release.run();
			}
			finally {
				this.released.signalAll();
			}
		}
	}

	/**
	 * Makes a call that counts as a user.
	 * @param call the call
	 * @param <T> the result
	 * @param <E> how it fails
	 * @return what the call returns
	 * @throws E if the call fails
	 * @throws IllegalStateException if it is closed
	 */
	public <T, E extends Exception> T call(CallGate.Call<T, E> call) throws E {
		enter();
		try {
			return call.run();
		}
		finally {
			leave();
		}
	}

	/**
	 * Lets nobody in any more. May be repeated; only the first time releases.
	 */
	public void close() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				releaseIfUnused();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until the last user has gone, after {@link #close()}. An interrupt does not
	 * end the wait and stays set.
	 * @param patience how long to wait at most
	 * @return whether the last user has gone
	 */
	public boolean awaitUnused(Duration patience) {
		long end = System.nanoTime() + ((patience.compareTo(LONGEST) < 0) ? patience : LONGEST).toNanos();
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (this.references > 0 && System.nanoTime() - end < 0) {
				try {
					long ignored = this.released.awaitNanos(end - System.nanoTime());
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return this.references == 0;
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private IllegalStateException closedException() {
		return new IllegalStateException("%s is closed.".formatted(this.guarded));
	}

}
