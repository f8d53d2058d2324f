package dev.semblance.encoders.internal.scheduler;

import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * A model whose runs do what a script says, and which keeps book of them. It makes of
 * each text the text's own number, and reads it from the lane's memory after the run, as
 * a real one does.
 */
final class ScriptedModel implements BatchModel<Long> {

	private final String name;

	private final TokenBudget budget;

	private final Script script;

	private final boolean wide;

	private final List<Run> runs = new CopyOnWriteArrayList<>();

	private final Map<Long, AtomicInteger> completed = new ConcurrentHashMap<>();

	private final AtomicInteger onDevice = new AtomicInteger();

	private final AtomicInteger mostOnDevice = new AtomicInteger();

	private final AtomicInteger prepared = new AtomicInteger();

	ScriptedModel(String name, int budget, boolean wide, Script script) {
		this.name = name;
		this.budget = new TokenBudget(budget, 8);
		this.wide = wide;
		this.script = script;
	}

	ScriptedModel(int budget, Script script) {
		this("scripted", budget, false, script);
	}

	/** A text that knows its number, if it has a token at all. */
	static TokenizedText text(long number, int length) {
		long[] ids = new long[length];
		if (length > 0) {
			ids[0] = number;
		}
		return new TokenizedText(ids, length);
	}

	/** Texts of the same length, numbered from the first. */
	static List<TokenizedText> texts(long first, int count, int length) {
		return LongStream.range(first, first + count).mapToObj((number) -> text(number, length)).toList();
	}

	private static long number(TokenizedText text) {
		return (text.ids().length > 0) ? text.ids()[0] : -1;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public TokenBudget budget() {
		return this.budget;
	}

	@Override
	public boolean runsWide() {
		return this.wide;
	}

	@Override
	public List<Long> run(List<TokenizedText> texts, int length, LaneRun lane) {
		this.prepared.incrementAndGet();
		LongBuffer memory = lane.memory().buffer("numbers", texts.size() * Long.BYTES).asLongBuffer();
		texts.forEach((text) -> memory.put(number(text)));
		List<Long> numbers = texts.stream().map(ScriptedModel::number).toList();
		Run run = new Run(numbers, texts.stream().mapToInt((text) -> text.ids().length).max().orElse(0), length,
				lane.wide());
		lane.onDevice(run::terminate, () -> {
			this.mostOnDevice.accumulateAndGet(this.onDevice.incrementAndGet(), Math::max);
			this.runs.add(run);
			try {
				this.script.run(run);
			}
			finally {
				this.onDevice.decrementAndGet();
			}
			return true;
		});
		memory.flip();
		List<Long> results = texts.stream().map((text) -> memory.get()).toList();
		results.forEach(
				(number) -> this.completed.computeIfAbsent(number, (key) -> new AtomicInteger()).incrementAndGet());
		return results;
	}

	/** Runs in the order in which they came onto the device. */
	List<Run> runs() {
		return this.runs;
	}

	/** How many batches were begun, also those that do not have the device yet. */
	int prepared() {
		return this.prepared.get();
	}

	/** How often a text was run to the end. */
	int completions(long number) {
		AtomicInteger count = this.completed.get(number);
		return (count != null) ? count.get() : 0;
	}

	int mostOnDevice() {
		return this.mostOnDevice.get();
	}

	/**
	 * What a run does.
	 */
	@FunctionalInterface
	interface Script {

		void run(Run run);

	}

	/** A run on the device. */
	static final class Run {

		private final List<Long> numbers;

		private final int longest;

		private final int length;

		private final boolean wide;

		private final CountDownLatch terminated = new CountDownLatch(1);

		Run(List<Long> numbers, int longest, int length, boolean wide) {
			this.numbers = numbers;
			this.longest = longest;
			this.length = length;
			this.wide = wide;
		}

		List<Long> numbers() {
			return this.numbers;
		}

		int longest() {
			return this.longest;
		}

		int length() {
			return this.length;
		}

		int tokens() {
			return this.length * this.numbers.size();
		}

		boolean wide() {
			return this.wide;
		}

		void terminate() {
			this.terminated.countDown();
		}

		boolean isTerminated() {
			return this.terminated.getCount() == 0;
		}

		/** Takes some time, and fails if it is terminated meanwhile. */
		void work(long time, TimeUnit unit) {
			try {
				if (this.terminated.await(time, unit)) {
					throw new IllegalStateException("terminated");
				}
			}
			catch (InterruptedException ex) {
				throw new AssertionError("Nobody interrupts a lane", ex);
			}
		}

		@Override
		public String toString() {
			return "%s of %d tokens".formatted(this.numbers, this.length);
		}

	}

}
