package dev.semblance.encoders.internal.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.DeviceMemoryException;
import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who runs when, with a model whose runs wait for the test.
 */
@Timeout(60)
class SchedulerTests {

	private static final AtomicInteger DEVICES = new AtomicInteger();

	private static final int WINDOW = 1024;

	private final String device = "test-device-" + DEVICES.incrementAndGet() + "-";

	/** One for each run that may end. */
	private final Semaphore permits = new Semaphore(0);

	private final ScriptedModel model = new ScriptedModel(512, (run) -> await(this.permits, run));

	private @Nullable Scheduler scheduler;

	@AfterEach
	void nothingIsLeftBehind() throws Exception {
		this.permits.release(1_000_000);
		Scheduler used = this.scheduler;
		if (used != null) {
			TestCaller.await(() -> used.occupancy().equals(Scheduler.Occupancy.NONE));
			used.detach();
			TestCaller.await(() -> lanes() == 0);
		}
	}

	@Test
	void aQueryBehindALargeIngestWaitsForTheBatchInWorkAndNoOther() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		TestCaller<List<Long>> ingest = ingest(scheduled, 10_000, 16);
		TestCaller.await(() -> this.model.runs().size() == 1 && waitingTokens() > 0);
		TestCaller<List<Long>> query = call(scheduled, ScriptedModel.texts(77_777, 1, 5), null);
		TestCaller.await(() -> occupancy().calls() == 2 && waitingTokens() % 16 == 5);
		this.permits.release(2);
		assertThat(query.result()).containsExactly(77_777L);
		assertThat(this.model.runs().get(1).numbers()).containsExactly(77_777L);
		this.permits.release(1_000);
		assertThat(ingest.result()).containsExactlyElementsOf(LongStream.range(0, 10_000).boxed().toList());
	}

	@Test
	void aSteadyStreamOfQueriesDoesNotStarveAnIngest() throws Exception {
		ScriptedModel quick = new ScriptedModel(64, (run) -> run.work(200, TimeUnit.MICROSECONDS));
		ScheduledModel<Long> scheduled = lanes(1).schedule(quick);
		AtomicBoolean over = new AtomicBoolean();
		List<TestCaller<Integer>> stream = new ArrayList<>();
		for (int caller = 0; caller < 3; caller++) {
			stream.add(TestCaller.start(() -> {
				int calls = 0;
				while (!over.get()) {
					assertThat(run(scheduled, ScriptedModel.texts(1_000_000, 1, 60), null)).hasSize(1);
					calls++;
				}
				return calls;
			}));
		}
		TestCaller.await(() -> quick.runs().size() > 10);
		// Of runs alone: the stream goes on while threads are started and woken.
		AtomicInteger before = new AtomicInteger();
		TestCaller<List<Long>> ingest = TestCaller.start(() -> scheduled.run(40, () -> {
			before.set(quick.runs().size());
			return ScriptedModel.texts(0, 40, 16);
		}, null));
		assertThat(ingest.result()).hasSize(40);
		List<ScriptedModel.Run> runs = List.copyOf(quick.runs());
		int end = runs.size();
		while (runs.get(end - 1).numbers().stream().noneMatch((number) -> number < 40)) {
			end--;
		}
		int meanwhile = end - before.get();
		over.set(true);
		for (TestCaller<Integer> caller : stream) {
			assertThat(caller.result()).isPositive();
		}
		// Ten batches of its own, and a fair share for three others; one of theirs is in
		// work when the ingest comes, and on a busy machine another begins before it
		// waits.
		assertThat(meanwhile).isBetween(10, 102);
	}

	@Test
	void textsOfSeveralCallersShareABatch() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		TestCaller<List<Long>> second = call(scheduled, ScriptedModel.texts(20, 2, 8), null);
		TestCaller<List<Long>> third = call(scheduled, ScriptedModel.texts(30, 3, 8), null);
		TestCaller.await(() -> waitingTokens() == 5 * 8);
		this.permits.release(2);
		assertThat(first.result()).containsExactly(1L);
		assertThat(second.result()).containsExactly(20L, 21L);
		assertThat(third.result()).containsExactly(30L, 31L, 32L);
		assertThat(this.model.runs()).hasSize(2);
	}

	@Test
	void oneCallTooManyIsRefusedAtOnceAndToldWhatGoesOn() throws Exception {
		ScheduledModel<Long> scheduled = start(settings(1, 1, false, 2, 100_000)).schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 3, 10), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		TestCaller<List<Long>> second = call(scheduled, ScriptedModel.texts(10, 2, 7), null);
		TestCaller.await(() -> waitingTokens() == 14);
		assertThatExceptionOfType(OverloadedException.class)
			.isThrownBy(() -> run(scheduled, ScriptedModel.texts(20, 1, 10), null))
			.withMessageContaining(this.device)
			.withMessageContaining("2 of 2 calls")
			.withMessageContaining("44 of 100000 tokens, of which 14 wait")
			.withMessageContaining("3 texts of 10 tokens of scripted");
		this.permits.release(2);
		assertThat(first.result()).hasSize(3);
		assertThat(second.result()).hasSize(2);
		assertThat(this.model.completions(20)).isZero();
	}

	@Test
	void statisticsTellWhatWaitsWhatRunsAndWhatWasRefused() throws Exception {
		Scheduler used = start(settings(1, 1, false, 2, 100_000));
		ScheduledModel<Long> scheduled = used.schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 3, 10), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		TestCaller<List<Long>> second = call(scheduled, ScriptedModel.texts(10, 2, 7), null);
		TestCaller.await(() -> waitingTokens() == 14);
		assertThatExceptionOfType(OverloadedException.class)
			.isThrownBy(() -> run(scheduled, ScriptedModel.texts(20, 1, 10), null));
		assertThat(used.statistics())
			.isEqualTo(new DeviceStatistics(1, 1, 2, 14, 30, 44, 100_000, 1, 1, 2, 1, 0, 1, 0));
		this.permits.release(2);
		assertThat(first.result()).hasSize(3);
		assertThat(second.result()).hasSize(2);
		TestCaller.await(() -> used.occupancy().equals(Scheduler.Occupancy.NONE));
		assertThat(used.statistics()).isEqualTo(new DeviceStatistics(0, 0, 2, 0, 0, 0, 100_000, 0, 1, 2, 1, 0, 2, 0));
	}

	@Test
	void aCallWithoutRoomForItsTokensCountsAsRefusedOnly() throws Exception {
		Scheduler used = start(settings(1, 1, false, 10, 100));
		ScheduledModel<Long> scheduled = used.schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 6, 10), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		assertThatExceptionOfType(OverloadedException.class)
			.isThrownBy(() -> run(scheduled, ScriptedModel.texts(20, 5, 10), null));
		assertThat(used.statistics().refusedCalls()).isEqualTo(1);
		assertThat(used.statistics().calls()).isEqualTo(1);
		this.permits.release();
		assertThat(first.result()).hasSize(6);
	}

	@Test
	void everyLateCallCountsOnce() throws Exception {
		Scheduler used = lanes(1);
		ScheduledModel<Long> scheduled = used.schedule(this.model);
		List<TestCaller<List<Long>>> late = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			late.add(call(scheduled, ScriptedModel.texts(10L * i, 3, 8), Deadline.in(Duration.ofMillis(30))));
		}
		for (TestCaller<List<Long>> caller : late) {
			assertThat(caller.failure()).isInstanceOf(DeadlineExceededException.class);
		}
		assertThat(used.statistics().lateCalls()).isEqualTo(5);
	}

	@Test
	void everyHalvingForLackOfMemoryCounts() throws Exception {
		ScriptedModel small = new ScriptedModel(512, (run) -> requireMemory(run, 16));
		Scheduler used = lanes(1);
		assertThat(run(used.schedule(small), ScriptedModel.texts(1, 8, 8), null)).hasSize(8);
		assertThat(used.statistics().memorySplits()).isEqualTo(3);
	}

	@Test
	void tokensBeyondTheBoundAreRefusedAtOnce() throws Exception {
		ScheduledModel<Long> scheduled = start(settings(1, 1, false, 10, 100)).schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 6, 10), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		assertThatExceptionOfType(OverloadedException.class)
			.isThrownBy(() -> run(scheduled, ScriptedModel.texts(20, 5, 10), null))
			.withMessageContaining("no room for 50 tokens more")
			.withMessageContaining("60 of 100 tokens");
		TestCaller<List<Long>> fits = call(scheduled, ScriptedModel.texts(30, 4, 10), null);
		TestCaller.await(() -> waitingTokens() == 40);
		this.permits.release(2);
		assertThat(first.result()).hasSize(6);
		assertThat(fits.result()).hasSize(4);
	}

	@Test
	void anIdleDeviceTakesACallBeyondItsBound() throws Exception {
		ScheduledModel<Long> scheduled = start(settings(1, 1, false, 10, 100)).schedule(this.model);
		this.permits.release(1_000);
		assertThat(run(scheduled, ScriptedModel.texts(1, 50, 20), null)).hasSize(50);
		assertThat(ingest(scheduled, 500, 20).result()).hasSize(500);
	}

	@Test
	void aLargeCallBringsInNoMoreThanItsWindow() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		AtomicInteger tokenized = new AtomicInteger();
		TestCaller<List<Long>> large = TestCaller.start(() -> scheduled.run(1_000, () -> {
			int first = tokenized.getAndAdd(10);
			return ScriptedModel.texts(first, 10, 32);
		}, null));
		TestCaller.await(() -> this.model.runs().size() == 1 && occupancy().reservedTokens() == WINDOW);
		for (int batch = 1; batch < 30; batch++) {
			Thread.sleep(2);
			assertThat(tokenized.get() * 32).isLessThanOrEqualTo((batch - 1) * 512 + WINDOW + 10 * 32);
			this.permits.release();
			int next = batch + 1;
			TestCaller.await(() -> this.model.runs().size() == next);
		}
		this.permits.release(1_000);
		assertThat(large.result()).hasSize(1_000);
	}

	@Test
	void whatIsLateBeforeItsTurnIsNotRun() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		TestCaller<List<Long>> late = call(scheduled, ScriptedModel.texts(2, 3, 8), Deadline.in(Duration.ofMillis(30)));
		assertThat(late.failure()).isInstanceOf(DeadlineExceededException.class)
			.hasMessageContaining("PT0.03S")
			.hasMessageContaining("0 of 3 texts are done");
		assertThat(occupancy()).isEqualTo(new Scheduler.Occupancy(1, 1, 8, 0));
		this.permits.release(5);
		assertThat(first.result()).containsExactly(1L);
		assertThat(this.model.runs()).hasSize(1);
		assertThat(this.model.runs().get(0).isTerminated()).isFalse();
	}

	@Test
	void aCallerThatIsLateDuringTheRunIsLetGoAndTheRunTerminated() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		long start = System.nanoTime();
		TestCaller<List<Long>> late = call(scheduled, ScriptedModel.texts(1, 3, 8), Deadline.in(Duration.ofMillis(50)));
		assertThat(late.failure()).isInstanceOf(DeadlineExceededException.class);
		assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
		assertThat(this.model.runs().get(0).isTerminated()).isTrue();
		this.permits.release(5);
		assertThat(run(scheduled, ScriptedModel.texts(9, 1, 8), null)).containsExactly(9L);
	}

	@Test
	void aRunThatSomebodyStillWaitsForIsNotTerminated() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> this.model.runs().size() == 1);
		TestCaller<List<Long>> gone = call(scheduled, ScriptedModel.texts(2, 1, 8), null);
		TestCaller<List<Long>> patient = call(scheduled, ScriptedModel.texts(3, 1, 8), null);
		TestCaller.await(() -> waitingTokens() == 16);
		this.permits.release();
		TestCaller.await(() -> this.model.runs().size() == 2);
		gone.interrupt();
		assertThat(gone.failure()).isInstanceOf(CallCancelledException.class);
		assertThat(this.model.runs().get(1).numbers()).containsExactlyInAnyOrder(2L, 3L);
		assertThat(this.model.runs().get(1).isTerminated()).isFalse();
		this.permits.release();
		assertThat(patient.result()).containsExactly(3L);
		assertThat(first.result()).containsExactly(1L);
	}

	@Test
	void anInterruptCancelsTheCallAndStaysSet() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		TestCaller<String> interrupted = TestCaller.start(() -> {
			try {
				return "gave " + run(scheduled, ScriptedModel.texts(1, 2, 8), null);
			}
			catch (CallCancelledException ex) {
				return Thread.currentThread().isInterrupted() + ": " + ex.getMessage();
			}
		});
		TestCaller.await(() -> this.model.runs().size() == 1);
		interrupted.interrupt();
		assertThat(interrupted.result()).startsWith("true: The call to scripted was interrupted after 0 of 2 texts");
		TestCaller.await(() -> this.model.runs().get(0).isTerminated());
	}

	@Test
	void aBatchTooLargeForTheMemoryIsHalvedAndTheBudgetLearned() throws Exception {
		ScriptedModel small = new ScriptedModel(512, (run) -> requireMemory(run, 100));
		ScheduledModel<Long> scheduled = lanes(1).schedule(small);
		assertThat(run(scheduled, ScriptedModel.texts(0, 32, 16), null))
			.containsExactlyElementsOf(LongStream.range(0, 32).boxed().toList());
		assertThat(small.budget().tokens()).isBetween(50, 100);
		int failedRuns = small.runs().size();
		assertThat(run(scheduled, ScriptedModel.texts(100, 32, 16), null)).hasSize(32);
		assertThat(small.runs().stream().skip(failedRuns)).allMatch((run) -> run.tokens() <= 100);
		assertThat(LongStream.range(0, 32)).allMatch((number) -> small.completions(number) == 1);
	}

	@Test
	void aTextThatAloneIsTooMuchFailsWithTokensAndBytesAndTheOthersDoNot() throws Exception {
		AtomicBoolean go = new AtomicBoolean();
		ScriptedModel small = new ScriptedModel(512, (run) -> {
			while (!go.get()) {
				run.work(1, TimeUnit.MILLISECONDS);
			}
			requireMemory(run, 19);
		});
		ScheduledModel<Long> scheduled = lanes(1).schedule(small);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(9, 1, 1), null);
		TestCaller.await(() -> small.runs().size() == 1);
		TestCaller<List<Long>> fits = call(scheduled, ScriptedModel.texts(0, 3, 18), null);
		TestCaller<List<Long>> tooMuch = call(scheduled, ScriptedModel.texts(10, 1, 20), null);
		TestCaller.await(() -> waitingTokens() == 3 * 18 + 20);
		go.set(true);
		assertThat(tooMuch.failure()).isInstanceOf(DeviceMemoryException.class)
			.hasMessageContaining("20 tokens")
			.hasMessageContaining(this.device)
			.hasMessageContaining("20480 bytes");
		assertThat(fits.result()).containsExactly(0L, 1L, 2L);
		assertThat(first.result()).containsExactly(9L);
	}

	@Test
	void aTextThatFailsDoesNotFailOtherCallersInItsBatch() throws Exception {
		ScriptedModel picky = new ScriptedModel(512, (run) -> {
			await(this.permits, run);
			if (run.numbers().contains(13L)) {
				throw new EncodingException("13 is a bad number.", "Use another.");
			}
		});
		ScheduledModel<Long> scheduled = lanes(1).schedule(picky);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> picky.runs().size() == 1);
		TestCaller<List<Long>> bad = call(scheduled, ScriptedModel.texts(12, 2, 8), null);
		TestCaller<List<Long>> good = call(scheduled, ScriptedModel.texts(20, 2, 8), null);
		TestCaller.await(() -> waitingTokens() == 32);
		this.permits.release(10);
		assertThat(bad.failure()).isInstanceOf(EncodingException.class).hasMessageContaining("13 is a bad number");
		assertThat(good.result()).containsExactly(20L, 21L);
		assertThat(first.result()).containsExactly(1L);
		assertThat(picky.completions(20)).isOne();
	}

	@Test
	void anErrorReachesTheCallerAndTheLaneGoesOn() throws Exception {
		ScriptedModel erring = new ScriptedModel(512, (run) -> {
			if (run.numbers().contains(13L)) {
				throw new StackOverflowError("too deep");
			}
		});
		ScheduledModel<Long> scheduled = lanes(1).schedule(erring);
		assertThat(call(scheduled, ScriptedModel.texts(13, 1, 8), null).failure())
			.isInstanceOf(StackOverflowError.class);
		assertThat(run(scheduled, ScriptedModel.texts(1, 1, 8), null)).containsExactly(1L);
	}

	@Test
	void aModelThatGivesTooFewResultsFailsTheCallInsteadOfHangingIt() throws Exception {
		BatchModel<Long> forgetful = new BatchModel<>() {

			@Override
			public String name() {
				return "forgetful";
			}

			@Override
			public TokenBudget budget() {
				return SchedulerTests.this.model.budget();
			}

			@Override
			public boolean runsWide() {
				return false;
			}

			@Override
			public List<Long> run(List<TokenizedText> texts, int length, LaneRun lane) {
				return List.of(1L);
			}

		};
		ScheduledModel<Long> scheduled = lanes(1).schedule(forgetful);
		assertThat(call(scheduled, ScriptedModel.texts(1, 2, 8), null).failure())
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("1 results for 2 texts");
	}

	@Test
	void aSourceThatFailsHalfwayLeavesNothingWaiting() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		AtomicInteger part = new AtomicInteger();
		TestCaller<List<Long>> call = TestCaller.start(() -> scheduled.run(200, () -> {
			if (part.incrementAndGet() == 3) {
				throw new UnsupportedOperationException("no more");
			}
			return ScriptedModel.texts(0, 10, 32);
		}, null));
		assertThat(call.failure()).hasMessage("no more");
		assertThat(waitingTokens()).isZero();
		assertThat(occupancy().reservedTokens()).isZero();
	}

	@Test
	void textsWithoutTokensHaveResultsToo() throws Exception {
		ScheduledModel<Long> scheduled = lanes(1).schedule(this.model);
		this.permits.release(10);
		assertThat(run(scheduled, ScriptedModel.texts(5, 3, 0), null)).containsExactly(-1L, -1L, -1L);
		assertThat(run(scheduled, List.of(), null)).isEmpty();
	}

	@Test
	void endingTheCallsOfAModelEndsNoOthers() throws Exception {
		Scheduler used = lanes(2);
		ScheduledModel<Long> ending = used.schedule(this.model);
		ScriptedModel other = new ScriptedModel(512, (run) -> await(this.permits, run));
		ScheduledModel<Long> staying = used.schedule(other);
		TestCaller<List<Long>> runs = ingest(ending, 300, 16);
		TestCaller.await(() -> !this.model.runs().isEmpty());
		TestCaller<List<Long>> stays = call(staying, ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> waitingTokens() % 16 == 8 || !other.runs().isEmpty());
		ending.endAll(new IllegalStateException("the end"));
		assertThat(runs.failure()).isInstanceOf(IllegalStateException.class).hasMessage("the end");
		assertThat(this.model.runs()).allMatch(ScriptedModel.Run::isTerminated);
		this.permits.release(10);
		assertThat(stays.result()).containsExactly(1L);
	}

	@Test
	void aRunThatHasTheDeviceToItselfIsWideAndOthersAreNot() throws Exception {
		ScriptedModel wide = new ScriptedModel("wide", 512, true, (run) -> await(this.permits, run));
		ScheduledModel<Long> scheduled = start(settings(4, 2, false, 10, 100_000)).schedule(wide);
		TestCaller<List<Long>> first = call(scheduled, ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> wide.runs().size() == 1);
		TestCaller<List<Long>> second = call(scheduled, ScriptedModel.texts(2, 1, 8), null);
		TestCaller.await(() -> wide.runs().size() == 2);
		TestCaller<List<Long>> third = call(scheduled, ScriptedModel.texts(3, 1, 8), null);
		TestCaller.await(() -> wide.runs().size() == 3);
		TestCaller<List<Long>> fourth = call(scheduled, ScriptedModel.texts(4, 1, 8), null);
		TestCaller.await(() -> waitingTokens() == 8);
		assertThat(wide.runs()).extracting(ScriptedModel.Run::wide).containsExactly(true, false, false);
		this.permits.release(4);
		for (TestCaller<List<Long>> call : List.of(first, second, third, fourth)) {
			assertThat(call.result()).hasSize(1);
		}
	}

	@Test
	void theNextFullBatchIsMadeReadyWhileTheDeviceIsBusyButDoesNotRunBesideIt() throws Exception {
		ScheduledModel<Long> scheduled = start(settings(1, 1, true, 10, 100_000)).schedule(this.model);
		TestCaller<List<Long>> ingest = ingest(scheduled, 300, 16);
		TestCaller.await(() -> this.model.prepared() == 2);
		Thread.sleep(10);
		assertThat(this.model.runs()).hasSize(1);
		assertThat(this.model.prepared()).isEqualTo(2);
		this.permits.release(1_000);
		assertThat(ingest.result()).hasSize(300);
		assertThat(this.model.mostOnDevice()).isOne();
	}

	@Test
	void lanesEndWithTheLastUserAndNewOnesServeTheNext() throws Exception {
		Scheduler used = lanes(2);
		this.permits.release(10);
		assertThat(lanes()).isEqualTo(2);
		used.attach();
		used.detach();
		assertThat(run(used.schedule(this.model), ScriptedModel.texts(1, 1, 8), null)).hasSize(1);
		used.detach();
		TestCaller.await(() -> lanes() == 0);
		used.attach();
		assertThat(run(used.schedule(this.model), ScriptedModel.texts(2, 1, 8), null)).hasSize(1);
	}

	@Test
	void aCallIsRunAlsoIfAnEarlierUsersLaneIsStillAtWorkWhenItComes() throws Exception {
		Scheduler used = lanes(1);
		AtomicBoolean stubborn = new AtomicBoolean(true);
		ScriptedModel ending = new ScriptedModel(512, (run) -> {
			while (stubborn.get()) {
				Thread.onSpinWait();
			}
		});
		TestCaller<List<Long>> gone = call(used.schedule(ending), ScriptedModel.texts(1, 1, 8), null);
		TestCaller.await(() -> ending.runs().size() == 1);
		gone.interrupt();
		assertThat(gone.failure()).isInstanceOf(CallCancelledException.class);
		used.detach();
		used.attach();
		this.permits.release(10);
		TestCaller<List<Long>> next = call(used.schedule(this.model), ScriptedModel.texts(2, 1, 8), null);
		TestCaller.await(() -> waitingTokens() == 8);
		Thread.sleep(20);
		stubborn.set(false);
		assertThat(next.result()).containsExactly(2L);
	}

	private static void await(Semaphore permits, ScriptedModel.Run run) {
		while (!permits.tryAcquire()) {
			run.work(100, TimeUnit.MICROSECONDS);
		}
	}

	private static void requireMemory(ScriptedModel.Run run, int tokens) {
		if (run.tokens() > tokens) {
			throw new DeviceMemoryExhausted("failed to allocate %d bytes".formatted(run.tokens() * 1024),
					new IllegalStateException("no memory"));
		}
	}

	private SchedulerSettings settings(int lanes, int wide, boolean prefetch, int maxCalls, long maxTokens) {
		return new SchedulerSettings(this.device, lanes, wide, prefetch, 1, maxCalls, maxTokens, WINDOW);
	}

	private Scheduler lanes(int count) {
		return start(settings(count, 1, false, 100, 100_000));
	}

	private Scheduler start(SchedulerSettings settings) {
		Scheduler started = new Scheduler(settings);
		started.attach();
		this.scheduler = started;
		return started;
	}

	private Scheduler.Occupancy occupancy() {
		Scheduler used = this.scheduler;
		return (used != null) ? used.occupancy() : Scheduler.Occupancy.NONE;
	}

	private long waitingTokens() {
		return occupancy().waitingTokens();
	}

	private long lanes() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("semblance-" + this.device))
			.count();
	}

	private static List<Long> run(ScheduledModel<Long> scheduled, List<TokenizedText> texts,
			@Nullable Deadline deadline) {
		return scheduled.run(texts.size(), () -> texts, deadline);
	}

	private static TestCaller<List<Long>> call(ScheduledModel<Long> scheduled, List<TokenizedText> texts,
			@Nullable Deadline deadline) {
		return TestCaller.start(() -> run(scheduled, texts, deadline));
	}

	/** A call that brings its texts ten at a time. */
	private static TestCaller<List<Long>> ingest(ScheduledModel<Long> scheduled, int count, int length) {
		AtomicInteger next = new AtomicInteger();
		return TestCaller
			.start(() -> scheduled.run(count, () -> ScriptedModel.texts(next.getAndAdd(10), 10, length), null));
	}

}
