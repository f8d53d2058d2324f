package dev.semblance.encoders.internal.scheduler;

import java.util.concurrent.Semaphore;

import dev.semblance.encoders.internal.lifecycle.CallGate;
import org.jspecify.annotations.Nullable;

/**
 * A batch that a lane has taken, until it has delivered or dropped it.
 *
 * @param <T> what the model makes of a text
 */
final class RunningBatch<T> implements LaneRun {

	private final Batch<T> batch;

	private final int width;

	private final LaneMemory memory;

	private final Semaphore device;

	private final long start = System.nanoTime();

	private final Object terminating = new Object();

	/** Set while the device works. */
	private @Nullable Runnable terminator;

	private boolean abandoned;

	/** Of the lane alone. */
	private long deviceNanos;

	RunningBatch(Batch<T> batch, int width, LaneMemory memory, Semaphore device) {
		this.batch = batch;
		this.width = width;
		this.memory = memory;
		this.device = device;
	}

	Batch<T> batch() {
		return this.batch;
	}

	/** How many lanes it takes the place of. */
	int width() {
		return this.width;
	}

	@Override
	public LaneMemory memory() {
		return this.memory;
	}

	@Override
	public boolean wide() {
		return this.width > 1;
	}

	@Override
	public long deviceNanos() {
		return this.deviceNanos;
	}

	@Override
	public <V, E extends Exception> V onDevice(Runnable terminator, CallGate.Call<V, E> work) throws E {
		this.device.acquireUninterruptibly();
		try {
			synchronized (this.terminating) {
				if (this.abandoned) {
					throw new AbandonedException();
				}
				this.terminator = terminator;
			}
			long started = System.nanoTime();
			try {
				return work.run();
			}
			finally {
				this.deviceNanos += System.nanoTime() - started;
				synchronized (this.terminating) {
					this.terminator = null;
				}
			}
		}
		finally {
			this.device.release();
		}
	}

	/** Makes the run end early, since nobody waits for it. */
	void abandon() {
		synchronized (this.terminating) {
			if (!this.abandoned) {
				this.abandoned = true;
				if (this.terminator != null) {
					this.terminator.run();
				}
			}
		}
	}

	boolean abandoned() {
		synchronized (this.terminating) {
			return this.abandoned;
		}
	}

	/** Tells whether somebody waits for one of the texts. */
	boolean isAwaited() {
		return this.batch.texts().stream().anyMatch((text) -> !text.call().over());
	}

	@Override
	public String toString() {
		return "%d texts of %d tokens of %s for %d ms".formatted(this.batch.texts().size(), this.batch.length(),
				this.batch.model().name(), (System.nanoTime() - this.start) / 1_000_000);
	}

}
