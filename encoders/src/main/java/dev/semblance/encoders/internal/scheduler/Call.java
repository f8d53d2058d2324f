package dev.semblance.encoders.internal.scheduler;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;

import dev.semblance.encoders.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One caller's texts on their way. Guarded by the scheduler's lock, but for what never
 * changes.
 *
 * @param <T> what the model makes of a text
 */
final class Call<T> {

	private final ScheduledModel<T> model;

	private final int count;

	private final @Nullable Deadline deadline;

	/** Signalled when the call is done, has failed, or has room for more texts. */
	private final Condition changed;

	private final @Nullable Object[] results;

	private final Set<QueuedText<T>> waiting = new LinkedHashSet<>();

	private int submitted;

	private int done;

	/** Tokens of the texts that wait or run. */
	private long outstandingTokens;

	/** Tokens of the scheduler's bound that are set aside for this call. */
	private long reservedTokens;

	/** When it is this call's turn, in tokens of a fair share. */
	private double turn;

	/** Whether some of its texts have been taken. */
	private boolean served;

	/** Whether the caller has gone, or there is nothing left to wait for. */
	private boolean over;

	private @Nullable Throwable failure;

	Call(ScheduledModel<T> model, int count, @Nullable Deadline deadline, Condition changed) {
		this.model = model;
		this.count = count;
		this.deadline = deadline;
		this.changed = changed;
		this.results = new Object[count];
	}

	ScheduledModel<T> model() {
		return this.model;
	}

	int count() {
		return this.count;
	}

	@Nullable Deadline deadline() {
		return this.deadline;
	}

	boolean isLate() {
		return this.deadline != null && this.deadline.remaining().isNegative();
	}

	Condition changed() {
		return this.changed;
	}

	@Nullable Object[] results() {
		return this.results;
	}

	Set<QueuedText<T>> waiting() {
		return this.waiting;
	}

	int submitted() {
		return this.submitted;
	}

	int done() {
		return this.done;
	}

	long reservedTokens() {
		return this.reservedTokens;
	}

	void reserve(long tokens) {
		this.reservedTokens = tokens;
	}

	boolean hasRoomFor(int tokens) {
		return this.outstandingTokens == 0 || this.outstandingTokens + tokens <= this.reservedTokens;
	}

	void submitted(QueuedText<T> text) {
		this.submitted++;
		this.outstandingTokens += text.length();
		this.waiting.add(text);
	}

	void done(QueuedText<T> text, T result) {
		this.results[text.position()] = result;
		this.outstandingTokens -= text.length();
		this.done++;
	}

	boolean isComplete() {
		return this.done == this.count;
	}

	double turn() {
		return this.turn;
	}

	void turn(double turn) {
		this.turn = turn;
	}

	boolean served() {
		return this.served;
	}

	void serve() {
		this.served = true;
	}

	boolean over() {
		return this.over;
	}

	void end() {
		this.over = true;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	void fail(Throwable failure) {
		this.failure = failure;
		this.over = true;
	}

}
