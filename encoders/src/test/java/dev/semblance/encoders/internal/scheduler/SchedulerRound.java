package dev.semblance.encoders.internal.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.DeviceMemoryException;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One round of random callers at a random scheduler. All that is random comes from the
 * seed, so that only the timing of threads differs when a round is repeated.
 */
final class SchedulerRound {

	/** Texts whose number is a multiple of this fail. */
	private static final int POISON = 1009;

	/** Longer texts do not fit into the device's memory. */
	private static final int LONGEST_FITTING = 96;

	private final IllegalStateException ended = new IllegalStateException("ended by the test");

	private final long seed;

	private final Tally tally;

	private final SchedulerSettings settings;

	private final Scheduler scheduler;

	private final List<ScriptedModel> models = new ArrayList<>();

	private final List<ScheduledModel<Long>> scheduled = new ArrayList<>();

	private final AtomicLong numbers = new AtomicLong(1);

	private final AtomicInteger callsOnTheWay = new AtomicInteger();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	private final boolean splits;

	private final boolean ends;

	SchedulerRound(long seed, Tally tally) {
		this.seed = seed;
		this.tally = tally;
		Random random = new Random(seed);
		int lanes = 1 + random.nextInt(4);
		int window = 256 << random.nextInt(3);
		this.settings = new SchedulerSettings("round-" + seed, lanes, 1 + random.nextInt(lanes), random.nextBoolean(),
				random.nextBoolean() ? 8 : 1, random.nextBoolean() ? 6 : 100, window * (1L + random.nextInt(12)),
				window);
		this.scheduler = new Scheduler(this.settings);
		this.splits = random.nextInt(3) == 0;
		this.ends = random.nextInt(3) == 0;
		int count = 1 + random.nextInt(3);
		for (int i = 0; i < count; i++) {
			long scriptSeed = random.nextLong();
			int budget = 64 << random.nextInt(4);
			ScriptedModel model = new ScriptedModel("model " + i, budget, random.nextBoolean(),
					(run) -> play(run, budget, scriptSeed));
			this.models.add(model);
			this.scheduled.add(this.scheduler.schedule(model));
		}
	}

	/** What a run does depends on its first text only, so that it repeats. */
	private void play(ScriptedModel.Run run, int budget, long scriptSeed) {
		int fitting = this.splits ? LONGEST_FITTING : Integer.MAX_VALUE;
		if (run.numbers().size() > 1 && run.tokens() > budget) {
			this.violations.add("A batch of " + run.tokens() + " tokens");
		}
		if (run.longest() > run.length()
				|| (run.length() > Math.max(1, run.longest()) && run.length() % this.settings.paddingMultiple() != 0)) {
			this.violations.add("A batch of length " + run.length() + " for " + run.longest());
		}
		Random random = new Random(scriptSeed ^ run.numbers().get(0));
		int micros = (random.nextInt(20) == 0) ? 5_000 : random.nextInt(300);
		if (micros > 50) {
			run.work(micros, TimeUnit.MICROSECONDS);
		}
		if (run.tokens() > fitting) {
			throw new DeviceMemoryExhausted("too few bytes", this.ended);
		}
		if (run.numbers().stream().anyMatch(SchedulerRound::isPoison)) {
			throw new EncodingException("Poison.", "Drink something else.");
		}
	}

	private static boolean isPoison(long number) {
		return number % POISON == 0;
	}

	void run() throws Exception {
		Random random = new Random(this.seed * 31);
		this.scheduler.attach();
		int phases = 1 + random.nextInt(3);
		for (int phase = 0; phase < phases; phase++) {
			phase(random);
			// The last encoder closes and another one opens, maybe under running lanes.
			this.scheduler.detach();
			this.scheduler.attach();
		}
		assertSettled();
		this.scheduler.detach();
		assertThat(this.violations).as("seed %d, %s", this.seed, this.settings).isEmpty();
	}

	private void phase(Random random) throws Exception {
		int count = 2 + random.nextInt(14);
		List<Caller> callers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			callers.add(new Caller(new Random(random.nextLong()), 1 + random.nextInt(5)));
		}
		callers.forEach(Thread::start);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestCaller.PATIENCE_SECONDS);
		while (callers.stream().anyMatch(Thread::isAlive)) {
			if (System.nanoTime() > end) {
				throw new AssertionError(hang(callers));
			}
			disturb(random, callers);
			Thread.sleep(0, 200_000);
		}
	}

	private void disturb(Random random, List<Caller> callers) {
		if (random.nextInt(10) == 0) {
			callers.get(random.nextInt(callers.size())).disturb();
		}
		if (this.ends && random.nextInt(60) == 0) {
			this.scheduled.get(random.nextInt(this.scheduled.size())).endAll(this.ended);
		}
		if (this.ends && random.nextInt(150) == 0) {
			this.scheduler.endAll(this.ended);
		}
	}

	private String hang(List<Caller> callers) {
		StringBuilder text = new StringBuilder("Calls hang in the round of seed %d with %s: %s%n".formatted(this.seed,
				this.settings, this.scheduler.occupancy()));
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			if (callers.contains(thread) || thread.getName().startsWith("semblance-round")) {
				text.append("%s %s%n".formatted(thread.getName(), Arrays.toString(stack)));
			}
		});
		return text.toString();
	}

	private void assertSettled() throws InterruptedException {
		TestCaller.await(() -> this.scheduler.occupancy().equals(Scheduler.Occupancy.NONE));
		assertThat(this.callsOnTheWay.get()).isZero();
		for (ScriptedModel model : this.models) {
			int most = this.settings.lanes();
			assertThat(model.mostOnDevice()).as("seed %d", this.seed).isLessThanOrEqualTo(most);
		}
	}

	/** Makes calls one after the other, and judges each outcome. */
	private final class Caller extends Thread {

		private final Random random;

		private final int calls;

		private final AtomicInteger disturbances = new AtomicInteger();

		Caller(Random random, int calls) {
			super("caller");
			this.random = random;
			this.calls = calls;
			setDaemon(true);
		}

		void disturb() {
			this.disturbances.incrementAndGet();
			interrupt();
		}

		@Override
		public void run() {
			try {
				for (int i = 0; i < this.calls; i++) {
					call();
				}
			}
			catch (Throwable ex) {
				SchedulerRound.this.violations.add("A caller died: " + ex);
			}
		}

		private void call() {
			int model = this.random.nextInt(SchedulerRound.this.models.size());
			List<TokenizedText> texts = randomTexts();
			Deadline deadline = (this.random.nextInt(3) == 0)
					? Deadline.in(Duration.ofNanos(1 + this.random.nextInt(20_000_000))) : null;
			RandomSource source = new RandomSource(this.random, texts);
			SchedulerRound.this.callsOnTheWay.incrementAndGet();
			try {
				List<Long> results = SchedulerRound.this.scheduled.get(model).run(texts.size(), source, deadline);
				judge(SchedulerRound.this.models.get(model), texts, results);
				SchedulerRound.this.tally.count("delivered");
			}
			catch (RuntimeException ex) {
				String wrong = judge(ex, texts, deadline, source);
				if (wrong != null) {
					SchedulerRound.this.violations.add(wrong + ": " + ex);
				}
				SchedulerRound.this.tally.count(ex.getClass().getSimpleName());
			}
			finally {
				SchedulerRound.this.callsOnTheWay.decrementAndGet();
			}
		}

		private List<TokenizedText> randomTexts() {
			int count = (this.random.nextInt(3) == 0) ? this.random.nextInt(200) : this.random.nextInt(4);
			int longest = 1 + this.random.nextInt((this.random.nextInt(10) == 0) ? 300 : 60);
			List<TokenizedText> texts = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				texts.add(ScriptedModel.text(SchedulerRound.this.numbers.getAndIncrement(),
						1 + this.random.nextInt(longest)));
			}
			return texts;
		}

		private void judge(ScriptedModel model, List<TokenizedText> texts, List<Long> results) {
			List<Long> expected = texts.stream().map((text) -> text.ids()[0]).toList();
			if (!results.equals(expected)) {
				SchedulerRound.this.violations.add("Gave " + results + " for " + expected);
			}
			for (Long number : expected) {
				if (model.completions(number) != 1 || isPoison(number)) {
					SchedulerRound.this.violations
						.add("Text %d ran %d times".formatted(number, model.completions(number)));
				}
			}
		}

		private @Nullable String judge(RuntimeException failure, List<TokenizedText> texts, @Nullable Deadline deadline,
				RandomSource source) {
			if (failure instanceof CallCancelledException) {
				// Cleared here, as the next call is made all the same.
				boolean interrupted = interrupted();
				return (interrupted && this.disturbances.get() > 0) ? null : "Cancelled without a reason";
			}
			if (failure instanceof DeadlineExceededException) {
				return (deadline != null && deadline.remaining().toNanos() <= 0) ? null : "Late before its time";
			}
			if (failure instanceof EncodingException) {
				return texts.stream().anyMatch((text) -> isPoison(text.ids()[0])) ? null : "Another call's failure";
			}
			if (failure instanceof DeviceMemoryException) {
				boolean possible = SchedulerRound.this.splits
						&& texts.stream().anyMatch((text) -> text.ids().length > LONGEST_FITTING);
				return possible ? null : "Another call's memory";
			}
			if (failure instanceof UnsupportedOperationException) {
				return source.broken() ? null : "Another call's source";
			}
			if (failure.getCause() == SchedulerRound.this.ended) {
				return SchedulerRound.this.ends ? null : "Ended by nobody";
			}
			return (failure instanceof OverloadedException) ? null : "Unexpected";
		}

	}

	/** Gives texts in parts, and fails now and then. */
	private static final class RandomSource implements TextSource {

		private final Random random;

		private final List<TokenizedText> texts;

		private int next;

		private boolean broken;

		RandomSource(Random random, List<TokenizedText> texts) {
			this.random = random;
			this.texts = texts;
		}

		boolean broken() {
			return this.broken;
		}

		@Override
		public List<TokenizedText> next() {
			if (this.random.nextInt(100) == 0) {
				this.broken = true;
				throw new UnsupportedOperationException("The source is broken");
			}
			int first = this.next;
			this.next = Math.min(this.texts.size(), first + 1 + this.random.nextInt(64));
			return this.texts.subList(first, this.next);
		}

	}

	/** What became of the calls of all rounds. */
	static final class Tally {

		private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();

		void count(String kind) {
			this.counts.computeIfAbsent(kind, (key) -> new AtomicInteger()).incrementAndGet();
		}

		Set<String> kinds() {
			return this.counts.keySet();
		}

		@Override
		public String toString() {
			return this.counts.toString();
		}

	}

}
