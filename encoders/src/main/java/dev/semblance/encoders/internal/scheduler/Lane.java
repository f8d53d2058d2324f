package dev.semblance.encoders.internal.scheduler;

import java.util.List;

import dev.semblance.encoders.DeviceMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one batch after the other until the scheduler has no more for it.
 */
final class Lane implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Lane.class);

	private final Scheduler scheduler;

	private final int generation;

	private final LaneMemory memory = new LaneMemory();

	Lane(Scheduler scheduler, int generation) {
		this.scheduler = scheduler;
		this.generation = generation;
	}

	@Override
	public void run() {
		RunningBatch<?> running = this.scheduler.take(this.memory, this.generation);
		while (running != null) {
			runSafely(running);
			running = this.scheduler.take(this.memory, this.generation);
		}
	}

	/** Even if there is no memory left to report a failure with, the lane must go on. */
	private <T> void runSafely(RunningBatch<T> running) {
		try {
			run(running, running.batch());
		}
		catch (Throwable ex) {
			this.scheduler.fail(running.batch(), ex);
		}
		finally {
			this.scheduler.finished(running);
		}
	}

	private <T> void run(RunningBatch<T> running, Batch<T> batch) {
		if (running.abandoned()) {
			return;
		}
		BatchModel<T> model = batch.model();
		try {
			List<T> results = model.run(batch.texts().stream().map(QueuedText::text).toList(), batch.length(), running);
			this.scheduler.deliver(batch, results);
		}
		catch (AbandonedException ex) {
			logger.debug("Dropped {}", running);
		}
		catch (DeviceMemoryExhausted ex) {
			runLess(running, batch, ex);
		}
		// Whatever it is, somebody waits for it, and the lane must go on.
		catch (Throwable ex) {
			isolate(running, batch, ex);
		}
	}

	private <T> void runLess(RunningBatch<T> running, Batch<T> batch, DeviceMemoryExhausted failure) {
		BatchModel<T> model = batch.model();
		if (batch.texts().size() == 1) {
			this.scheduler.fail(batch, new DeviceMemoryException(
					"A text of %d tokens is too much for %s on %s: %s".formatted(batch.length(), model.name(),
							this.scheduler.settings().device(), failure.getMessage()),
					"Set a lower maximum length, give the device more memory, or run fewer models on it.", failure));
			return;
		}
		if (model.budget().lowerBelow(batch.tokens())) {
			logger.warn(
					"{} ran out of memory over {} texts of {} tokens; batches of {} hold {} tokens at most from now on",
					this.scheduler.settings().device(), batch.texts().size(), batch.length(), model.name(),
					model.budget().tokens());
		}
		this.scheduler.countMemorySplit();
		batch.halves().forEach((half) -> run(running, half));
	}

	/** A text that cannot be run must not take other callers' texts with it. */
	private <T> void isolate(RunningBatch<T> running, Batch<T> batch, Throwable failure) {
		if (failure instanceof Error || running.abandoned()) {
			this.scheduler.fail(batch, failure);
			return;
		}
		List<Batch<T>> calls = batch.byCall();
		if (calls.size() == 1) {
			this.scheduler.fail(batch, failure);
			return;
		}
		calls.forEach((part) -> run(running, part));
	}

}
