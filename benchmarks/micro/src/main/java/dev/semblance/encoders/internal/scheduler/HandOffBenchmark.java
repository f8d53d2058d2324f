package dev.semblance.encoders.internal.scheduler;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the scheduler adds to the run of a single text: the time of a call to a model that
 * does nothing, from the caller's thread to a lane and back. {@link SubmitToRunProfiler}
 * adds the way there alone.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@SuppressWarnings("NullAway.Init")
public class HandOffBenchmark {

	/** Lanes of the device, all idle when the text comes. */
	@Param({ "1", "2" })
	private int lanes;

	private Scheduler scheduler;

	private ScheduledModel<Boolean> model;

	/**
	 * Starts the lanes.
	 */
	@Setup
	public void start() {
		this.scheduler = new Scheduler(
				new SchedulerSettings("benchmark", this.lanes, 1, false, 1, 1024, 131_072, 8192));
		this.scheduler.attach();
		this.model = this.scheduler.schedule(new NoModel());
	}

	/**
	 * Ends the lanes.
	 */
	@TearDown
	public void stop() {
		this.scheduler.detach();
	}

	/**
	 * Calls the model with one text and waits for its result.
	 * @return the result
	 */
	@Benchmark
	public List<Boolean> roundTrip() {
		return this.model.run(1, HandOffBenchmark::stampedText, null);
	}

	/** The text's only token is the time at which it is handed to the scheduler. */
	private static List<TokenizedText> stampedText() {
		return List.of(new TokenizedText(new long[] { System.nanoTime() }, 1));
	}

	/**
	 * A model that takes the time and nothing else.
	 */
	private static final class NoModel implements BatchModel<Boolean> {

		private final TokenBudget budget = new TokenBudget(512, 8);

		@Override
		public String name() {
			return "nothing";
		}

		@Override
		public TokenBudget budget() {
			return this.budget;
		}

		@Override
		public boolean runsWide() {
			return false;
		}

		@Override
		public List<Boolean> run(List<TokenizedText> texts, int length, LaneRun lane) {
			return lane.onDevice(() -> {
			}, () -> {
				long now = System.nanoTime();
				texts.forEach((text) -> SubmitToRunProfiler.took(now - text.ids()[0]));
				return Collections.nCopies(texts.size(), true);
			});
		}

	}

}
