package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * Shares a device among all encoders that run on it. Callers bring texts and wait; lanes
 * take batches of whatever waits as soon as they are free. Safe for concurrent use.
 */
public final class Scheduler {

	private final SchedulerSettings settings;

	private final ReentrantLock lock = new ReentrantLock();

	/** Signalled when a lane may find something to do. */
	private final Condition work = this.lock.newCondition();

	private final Semaphore device;

	private final WorkQueue queue;

	private final Set<Call<?>> calls = new LinkedHashSet<>();

	private final Set<RunningBatch<?>> running = new LinkedHashSet<>();

	private long reservedTokens;

	private long callsSoFar;

	private long refusedCalls;

	private long lateCalls;

	private long batchesSoFar;

	private long memorySplits;

	private int users;

	/** Lanes of an earlier one end when they see it. */
	private int generation;

	/**
	 * Creates a scheduler without users.
	 * @param settings how it works
	 */
	public Scheduler(SchedulerSettings settings) {
		this.settings = settings;
		this.queue = new WorkQueue(settings.paddingMultiple());
		this.device = new Semaphore(settings.lanes(), true);
	}

	/**
	 * Returns how the scheduler works.
	 * @return the settings
	 */
	public SchedulerSettings settings() {
		return this.settings;
	}

	/**
	 * Counts one that uses the scheduler. The lanes live while there is one.
	 */
	public void attach() {
		this.lock.lock();
		try {
			if (this.users == 0) {
				startLanes();
			}
			this.users++;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startLanes() {
		this.generation++;
		int threads = this.settings.lanes() + (this.settings.prefetch() ? 1 : 0);
		for (int i = 1; i <= threads; i++) {
			Thread thread = new Thread(new Lane(this, this.generation),
					"semblance-%s-%d".formatted(this.settings.device(), i));
			thread.setDaemon(true);
			try {
				thread.start();
			}
			catch (Throwable ex) {
				endLanes();
				throw ex;
			}
		}
	}

	private void endLanes() {
		this.generation++;
		this.work.signalAll();
	}

	/**
	 * Counts one that does not use the scheduler any more. The lanes end with the last
	 * one.
	 */
	public void detach() {
		this.lock.lock();
		try {
			this.users--;
			if (this.users == 0) {
				endLanes();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes in a model.
	 * @param model the model
	 * @param <T> what it makes of a text
	 * @return the model, ready for calls
	 */
	public <T> ScheduledModel<T> schedule(BatchModel<T> model) {
		return new ScheduledModel<>(this, model);
	}

	<T> List<T> run(ScheduledModel<T> model, int count, TextSource source, @Nullable Deadline deadline) {
		if (count == 0) {
			return List.of();
		}
		Call<T> call = enter(model, count, deadline);
		try {
			requireInTime(call);
			int submitted = 0;
			while (submitted < count) {
				List<TokenizedText> texts = source.next();
				if (texts.isEmpty() || texts.size() > count - submitted) {
					throw new IllegalStateException(
							"%d texts came after %d of %d".formatted(texts.size(), submitted, count));
				}
				submit(call, submitted, texts);
				submitted += texts.size();
			}
			return await(call);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CallCancelledException(
					"The call to %s was interrupted after %d of %d texts.".formatted(model.name(), done(call), count),
					"Repeat it if its result is still wanted.");
		}
		catch (DeadlineExceededException ex) {
			countLateCall();
			throw ex;
		}
		finally {
			leave(call);
		}
	}

	private <T> Call<T> enter(ScheduledModel<T> model, int count, @Nullable Deadline deadline) {
		this.lock.lock();
		try {
			if (this.calls.size() >= this.settings.maxCalls()) {
				throw overloaded("takes no more than %d calls at a time".formatted(this.settings.maxCalls()));
			}
			Call<T> call = new Call<>(model, count, deadline, this.lock.newCondition());
			this.calls.add(call);
			this.callsSoFar++;
			return call;
		}
		finally {
			this.lock.unlock();
		}
	}

	private <T> void submit(Call<T> call, int first, List<TokenizedText> texts) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (first == 0) {
				reserve(call, texts);
			}
			for (int i = 0; i < texts.size(); i++) {
				QueuedText<T> text = new QueuedText<>(call, first + i, texts.get(i));
				while (!call.hasRoomFor(text.length())) {
					this.work.signal();
					awaitChange(call);
				}
				requireGoing(call);
				this.queue.add(text);
			}
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A call is taken in once, with as many tokens as it may ever have waiting, so that
	 * it cannot be refused in the middle: those of all its texts if they are like the
	 * first ones, but no more than a window. An idle device takes a call of any size.
	 */
	private <T> void reserve(Call<T> call, List<TokenizedText> texts) {
		long part = texts.stream().mapToLong((text) -> Math.max(1, text.ids().length)).sum();
		long tokens = Math.min(this.settings.windowTokens(), part * call.count() / texts.size());
		if (this.reservedTokens > 0 && this.reservedTokens + tokens > this.settings.maxTokens()) {
			// It was let in on trial.
			this.callsSoFar--;
			throw overloaded("has no room for %d tokens more".formatted(tokens));
		}
		call.reserve(tokens);
		this.reservedTokens += tokens;
	}

	private OverloadedException overloaded(String problem) {
		this.refusedCalls++;
		return new OverloadedException(
				"The queue of %s %s: it holds %d of %d calls with %d of %d tokens, of which %d wait, and runs %s."
					.formatted(this.settings.device(), problem, this.calls.size(), this.settings.maxCalls(),
							this.reservedTokens, this.settings.maxTokens(), this.queue.tokens(), this.running),
				"Repeat the call later, send fewer at a time, or raise the limits of the runtime.");
	}

	private <T> List<T> await(Call<T> call) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!call.isComplete()) {
				awaitChange(call);
			}
			@SuppressWarnings("unchecked")
			List<T> results = (List<T>) Arrays.asList(call.results());
			return results;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Both callers look again in a loop. */
	@SuppressWarnings("WaitNotInLoop")
	private void awaitChange(Call<?> call) throws InterruptedException {
		requireGoing(call);
		Deadline deadline = call.deadline();
		if (deadline == null) {
			call.changed().await();
		}
		else {
			long ignored = call.changed().awaitNanos(Math.max(0, deadline.remaining().toNanos()));
		}
		if (!call.isComplete()) {
			requireGoing(call);
		}
	}

	private void requireGoing(Call<?> call) {
		Throwable failure = call.failure();
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure != null) {
			throw Failures.forCaller(failure);
		}
		if (call.isLate()) {
			throw late(call);
		}
	}

	/** So that no text is tokenized for a call that is late already. */
	private void requireInTime(Call<?> call) {
		this.lock.lock();
		try {
			requireGoing(call);
		}
		finally {
			this.lock.unlock();
		}
	}

	private DeadlineExceededException late(Call<?> call) {
		Deadline deadline = call.deadline();
		return new DeadlineExceededException(
				"The call to %s did not finish within %s: %d of %d texts are done, and %s holds %d calls with %d tokens."
					.formatted(call.model().name(), (deadline != null) ? deadline.timeout() : "its time", call.done(),
							call.count(), this.settings.device(), this.calls.size(), this.reservedTokens),
				"Allow more time, or send less at a time.");
	}

	/**
	 * Counted where the caller leaves, because a lane may find the call late, too.
	 */
	private void countLateCall() {
		this.lock.lock();
		try {
			this.lateCalls++;
		}
		finally {
			this.lock.unlock();
		}
	}

	void countMemorySplit() {
		this.lock.lock();
		try {
			this.memorySplits++;
		}
		finally {
			this.lock.unlock();
		}
	}

	private int done(Call<?> call) {
		this.lock.lock();
		try {
			return call.done();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whatever the caller leaves behind is not run. */
	private void leave(Call<?> call) {
		this.lock.lock();
		try {
			this.calls.remove(call);
			this.reservedTokens -= call.reservedTokens();
			call.end();
			drop(call);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void drop(Call<?> call) {
		this.queue.removeAll(call);
		this.running.stream().filter((batch) -> !batch.isAwaited()).forEach(RunningBatch::abandon);
	}

	private void end(Call<?> call, Throwable failure) {
		if (!call.over()) {
			call.fail(failure);
			drop(call);
			call.changed().signal();
		}
	}

	void endAll(ScheduledModel<?> model, RuntimeException failure) {
		endAll((call) -> call.model() == model, failure);
	}

	/**
	 * Ends all calls: what waits is not run, what runs is terminated.
	 * @param failure what their callers are told
	 */
	public void endAll(RuntimeException failure) {
		endAll((call) -> true, failure);
	}

	private void endAll(Predicate<Call<?>> which, RuntimeException failure) {
		this.lock.lock();
		try {
			new ArrayList<>(this.calls).stream().filter(which).forEach((call) -> end(call, failure));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for work.
	 * @param memory the asking lane's memory
	 * @param ofGeneration the asking lane's generation
	 * @return a batch to run, or {@code null} if the lane is to end
	 */
	@Nullable RunningBatch<?> take(LaneMemory memory, int ofGeneration) {
		this.lock.lock();
		try {
			while (this.generation == ofGeneration) {
				RunningBatch<?> next = next(memory);
				if (next != null) {
					return next;
				}
				this.work.awaitUninterruptibly();
			}
			// A lane of the next generation may wait for the place of this one's last
			// batch.
			this.work.signal();
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable RunningBatch<?> next(LaneMemory memory) {
		this.queue.late().forEach((call) -> end(call, late(call)));
		int busy = this.running.stream().mapToInt(RunningBatch::width).sum();
		int idle = this.settings.lanes() - busy;
		boolean ahead = idle <= 0 && this.settings.prefetch() && busy == this.settings.lanes()
				&& this.queue.holdsFullBatch();
		if (idle <= 0 && !ahead) {
			return null;
		}
		Batch<?> batch = this.queue.take(Math.max(1, idle), this.calls.size());
		if (batch == null) {
			return null;
		}
		// What has the device to itself may as well use all of it.
		boolean wide = busy == 0 && this.queue.isEmpty() && batch.model().runsWide();
		RunningBatch<?> taken = new RunningBatch<>(batch, wide ? this.settings.wideThreads() : 1, memory, this.device);
		this.running.add(taken);
		this.batchesSoFar++;
		if (!this.queue.isEmpty()) {
			this.work.signal();
		}
		return taken;
	}

	void finished(RunningBatch<?> batch) {
		this.lock.lock();
		try {
			// No signal: the lane that has finished asks for work itself.
			this.running.remove(batch);
		}
		finally {
			this.lock.unlock();
		}
	}

	<T> void deliver(Batch<T> batch, List<T> results) {
		if (results.size() != batch.texts().size()) {
			throw new IllegalStateException("%s gave %d results for %d texts".formatted(batch.model().name(),
					results.size(), batch.texts().size()));
		}
		this.lock.lock();
		try {
			for (int row = 0; row < results.size(); row++) {
				QueuedText<T> text = batch.texts().get(row);
				if (!text.call().over()) {
					text.call().done(text, results.get(row));
					text.call().changed().signal();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void fail(Batch<?> batch, Throwable failure) {
		this.lock.lock();
		try {
			batch.texts().forEach((text) -> end(text.call(), failure));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells what the scheduler holds at the moment and what it has done so far.
	 * @return the statistics
	 */
	public DeviceStatistics statistics() {
		this.lock.lock();
		try {
			int served = (int) this.calls.stream().filter(Call::served).count();
			long runningTokens = this.running.stream().mapToLong((batch) -> batch.batch().tokens()).sum();
			return new DeviceStatistics(this.calls.size() - served, served, this.settings.maxCalls(),
					this.queue.tokens(), runningTokens, this.reservedTokens, this.settings.maxTokens(),
					this.running.size(), this.settings.lanes(), this.callsSoFar, this.refusedCalls, this.lateCalls,
					this.batchesSoFar, this.memorySplits);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells what the scheduler holds at the moment. */
	Occupancy occupancy() {
		this.lock.lock();
		try {
			return new Occupancy(this.calls.size(), this.running.size(), this.reservedTokens, this.queue.tokens());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What a scheduler holds.
	 *
	 * @param calls number of calls that wait or run
	 * @param batches number of batches that run
	 * @param reservedTokens number of tokens set aside for the calls
	 * @param waitingTokens number of tokens that wait
	 */
	record Occupancy(int calls, int batches, long reservedTokens, long waitingTokens) {

		static final Occupancy NONE = new Occupancy(0, 0, 0, 0);

	}

}
