package dev.semblance.encoders.internal.scheduler;

import java.util.List;

import dev.semblance.encoders.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A model at a scheduler. Texts of calls to the same one may share a batch. Safe for
 * concurrent callers.
 *
 * @param <T> what the model makes of a text
 */
public final class ScheduledModel<T> {

	private final Scheduler scheduler;

	private final BatchModel<T> model;

	/** Texts of calls none of whose texts has run yet. */
	private final LengthPool<T> fresh = new LengthPool<>();

	/** Texts of calls that are in work. */
	private final LengthPool<T> served = new LengthPool<>();

	ScheduledModel(Scheduler scheduler, BatchModel<T> model) {
		this.scheduler = scheduler;
		this.model = model;
	}

	/**
	 * Runs a call's texts and waits for them.
	 * @param count number of texts
	 * @param source gives the texts
	 * @param deadline when they must be done; {@code null} without a limit
	 * @return one result for each text, in their order
	 * @throws dev.semblance.encoders.OverloadedException if too much is waiting
	 * @throws dev.semblance.encoders.DeadlineExceededException if the deadline passes
	 * @throws dev.semblance.encoders.CallCancelledException if the thread is interrupted
	 * @throws dev.semblance.encoders.DeviceMemoryException if one text alone is too much
	 * for the device
	 * @throws dev.semblance.encoders.EncodingException if a run fails
	 */
	public List<T> run(int count, TextSource source, @Nullable Deadline deadline) {
		return this.scheduler.run(this, count, source, deadline);
	}

	/**
	 * Ends all calls to the model: what waits is not run, what runs is terminated.
	 * @param failure what their callers are told
	 */
	public void endAll(RuntimeException failure) {
		this.scheduler.endAll(this, failure);
	}

	String name() {
		return this.model.name();
	}

	TokenBudget budget() {
		return this.model.budget();
	}

	BatchModel<T> model() {
		return this.model;
	}

	LengthPool<T> pool(boolean ofServed) {
		return ofServed ? this.served : this.fresh;
	}

}
