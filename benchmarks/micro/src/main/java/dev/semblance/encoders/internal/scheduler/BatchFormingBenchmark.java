package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Time to choose the next batch while 1,000 texts of 5 to 128 tokens wait, which a lane
 * does under the scheduler's lock. As many texts as the batch took come back, so that
 * their number stays the same; that is part of the time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
public class BatchFormingBenchmark {

	private static final int TEXTS = 1000;

	private static final int SHORTEST = 5;

	private static final int LONGEST = 128;

	private static final int CPU_BUDGET = 512;

	/**
	 * Forms a batch around a text of a model's pool.
	 * @param pool the pool
	 * @return the batch
	 */
	@Benchmark
	public Object pool(Pool pool) {
		return pool.next();
	}

	/**
	 * Chooses whose turn it is and forms a batch.
	 * @param queue the queue
	 * @return the batch
	 */
	@Benchmark
	public Object queue(Queue queue) {
		return queue.next();
	}

	private static List<TokenizedText> texts() {
		Random random = new Random(42);
		return random.ints(TEXTS, SHORTEST, LONGEST + 1)
			.mapToObj((length) -> new TokenizedText(new long[length], length))
			.toList();
	}

	private static ScheduledModel<Boolean> model(int budget) {
		return new Scheduler(
				new SchedulerSettings("benchmark", 1, 1, false, 1, TEXTS, Long.MAX_VALUE, Integer.MAX_VALUE))
			.schedule(new IdleModel(new TokenBudget(budget, 8)));
	}

	/**
	 * The waiting texts of a model.
	 */
	@State(Scope.Thread)
	public static class Pool {

		/** Tokens of a batch on a CPU, and on a GPU. */
		@Param({ "512", "16384" })
		private int budget;

		private final LengthPool<Boolean> pool = new LengthPool<>();

		private final List<QueuedText<Boolean>> order = new ArrayList<>();

		private int next;

		/**
		 * Lets the texts wait.
		 */
		@Setup
		public void fill() {
			Call<Boolean> call = new Call<>(model(this.budget), TEXTS, null, new ReentrantLock().newCondition());
			for (TokenizedText text : texts()) {
				QueuedText<Boolean> queued = new QueuedText<>(call, this.order.size(), text);
				this.order.add(queued);
				this.pool.add(queued);
			}
		}

		Batch<Boolean> next() {
			this.next = (this.next + 1) % TEXTS;
			Batch<Boolean> batch = this.pool.take(this.order.get(this.next),
					new LengthPool.BatchLimits(this.budget, 8, 1));
			batch.texts().forEach(this.pool::add);
			return batch;
		}

	}

	/**
	 * The waiting texts of a device.
	 */
	@State(Scope.Thread)
	public static class Queue {

		/** One ingest of all texts, or as many callers as texts. */
		@Param({ "1", "1000" })
		private int calls;

		private final Condition changed = new ReentrantLock().newCondition();

		private final WorkQueue queue = new WorkQueue(1);

		/**
		 * Lets the texts wait.
		 */
		@Setup
		public void fill() {
			ScheduledModel<Boolean> model = model(CPU_BUDGET);
			Call<Boolean> all = call(model, TEXTS);
			for (TokenizedText text : texts()) {
				boolean together = this.calls == 1;
				this.queue.add(new QueuedText<>(together ? all : call(model, 1), together ? all.submitted() : 0, text));
			}
		}

		Batch<?> next() {
			// A lane always looks for these first.
			if (!this.queue.late().isEmpty()) {
				throw new IllegalStateException("No call has a deadline");
			}
			Batch<?> batch = Objects.requireNonNull(this.queue.take(1, this.calls));
			addAgain(batch);
			return batch;
		}

		private <T> void addAgain(Batch<T> batch) {
			for (QueuedText<T> text : batch.texts()) {
				this.queue
					.add((this.calls == 1) ? text : new QueuedText<>(call(text.call().model(), 1), 0, text.text()));
			}
		}

		private <T> Call<T> call(ScheduledModel<T> model, int count) {
			return new Call<>(model, count, null, this.changed);
		}

	}

	/**
	 * A model that is never run.
	 */
	private record IdleModel(TokenBudget budget) implements BatchModel<Boolean> {

		@Override
		public String name() {
			return "idle";
		}

		@Override
		public boolean runsWide() {
			return false;
		}

		@Override
		public List<Boolean> run(List<TokenizedText> texts, int length, LaneRun lane) {
			throw new UnsupportedOperationException("No lane runs");
		}

	}

}
