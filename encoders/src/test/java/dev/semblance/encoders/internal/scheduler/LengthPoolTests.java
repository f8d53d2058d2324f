package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import dev.semblance.encoders.internal.scheduler.LengthPool.BatchLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which texts meet in a batch.
 */
class LengthPoolTests {

	private final ScheduledModel<Long> model = new Scheduler(
			new SchedulerSettings("test-device", 1, 1, false, 1, 1, 1, 1))
		.schedule(new ScriptedModel(512, (run) -> {
		}));

	@Test
	void everyTextIsTakenOnceWithinBudgetAndPaddingLimit() {
		Random random = new Random(42);
		for (int round = 0; round < 300; round++) {
			int multiple = random.nextBoolean() ? 8 : 1;
			int budget = 1 + random.nextInt(600);
			List<QueuedText<Long>> waiting = new ArrayList<>(texts(random.ints(random.nextInt(60), 1, 100).toArray()));
			List<QueuedText<Long>> all = List.copyOf(waiting);
			LengthPool<Long> pool = pool(all);
			List<QueuedText<Long>> taken = new ArrayList<>();
			while (!waiting.isEmpty()) {
				Batch<Long> batch = pool.take(waiting.get(random.nextInt(waiting.size())),
						new BatchLimits(budget, 8, multiple));
				assertWithinLimits(batch, budget, multiple);
				waiting.removeAll(batch.texts());
				taken.addAll(batch.texts());
			}
			assertThat(taken).as("round %d", round).containsExactlyInAnyOrderElementsOf(all);
		}
	}

	private static void assertWithinLimits(Batch<Long> batch, int budget, int multiple) {
		int tokens = batch.texts().stream().mapToInt(QueuedText::length).sum();
		int longest = batch.texts().stream().mapToInt(QueuedText::length).max().orElseThrow();
		int shortest = batch.texts().stream().mapToInt(QueuedText::length).min().orElseThrow();
		assertThat(batch.length()).isGreaterThanOrEqualTo(longest);
		if (shortest == longest) {
			assertThat(batch.length()).isEqualTo(longest);
		}
		else {
			assertThat(batch.tokens()).isLessThanOrEqualTo(budget);
			assertThat(batch.length() % multiple).isZero();
			assertThat(batch.length() - longest).isLessThan(multiple);
			assertThat(batch.tokens() - tokens).isLessThanOrEqualTo(Math.max(32, batch.tokens() / 16));
		}
		if (batch.texts().size() > 1) {
			assertThat(batch.tokens()).isLessThanOrEqualTo(budget);
		}
	}

	@Test
	void paddingThatCostsLessThanAnotherRunIsTaken() {
		List<QueuedText<Long>> texts = texts(10, 40, 100);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(512, 29, 1)).texts()).hasSize(1);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(512, 30, 1)).texts()).hasSize(2);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(512, 150, 1)).texts()).hasSize(3);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(299, 150, 1)).texts()).hasSize(2);
	}

	@Test
	void theTextWhoseTurnItIsAlwaysGoesFirstAndTheNearestLengthsWithIt() {
		List<QueuedText<Long>> texts = texts(10, 100, 11, 12, 60);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(40, 8, 1)).texts()).containsExactly(texts.get(0),
				texts.get(2), texts.get(3));
		assertThat(pool(texts).take(texts.get(1), new BatchLimits(512, 8, 1)).texts()).containsExactly(texts.get(1));
	}

	@Test
	void textsOfOneLengthAreNotFilledUpToTheMultiple() {
		List<QueuedText<Long>> texts = texts(13, 13, 13);
		assertThat(pool(texts).take(texts.get(1), new BatchLimits(512, 8, 8)))
			.isEqualTo(new Batch<>(List.of(texts.get(1), texts.get(0), texts.get(2)), 13));
	}

	@Test
	void textsOfDifferentLengthsAreFilledUpToTheMultiple() {
		List<QueuedText<Long>> texts = texts(12, 13);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(512, 8, 8))).isEqualTo(new Batch<>(texts, 16));
	}

	@Test
	void aTextBeyondTheBudgetRunsAlone() {
		List<QueuedText<Long>> texts = texts(60, 60, 5);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(50, 8, 1)))
			.isEqualTo(new Batch<>(List.of(texts.get(0)), 60));
	}

	@Test
	void textsWithoutTokensHaveRoomForOne() {
		List<QueuedText<Long>> texts = texts(0, 0);
		assertThat(pool(texts).take(texts.get(0), new BatchLimits(50, 8, 1))).isEqualTo(new Batch<>(texts, 1));
	}

	@Test
	void halvesHoldEveryTextOnceAndNoMorePaddingThanTheyNeed() {
		List<QueuedText<Long>> texts = texts(3, 4, 9);
		assertThat(new Batch<>(texts, 16).halves()).containsExactly(new Batch<>(texts.subList(0, 1), 3),
				new Batch<>(texts.subList(1, 3), 9));
	}

	private List<QueuedText<Long>> texts(int... lengths) {
		Call<Long> call = new Call<>(this.model, lengths.length, null, new ReentrantLock().newCondition());
		return IntStream.range(0, lengths.length)
			.mapToObj((i) -> new QueuedText<>(call, i, ScriptedModel.text(i, lengths[i])))
			.toList();
	}

	private static LengthPool<Long> pool(List<QueuedText<Long>> texts) {
		LengthPool<Long> pool = new LengthPool<>();
		texts.forEach(pool::add);
		return pool;
	}

}
