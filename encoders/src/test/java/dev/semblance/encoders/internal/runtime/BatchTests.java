package dev.semblance.encoders.internal.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchTests {

	@Test
	void everyTextRunsOnceWithinTheBudgetAndTheLongestFirst() {
		Random random = new Random(42);
		for (int round = 0; round < 500; round++) {
			List<TokenizedText> texts = texts(random, random.nextInt(60));
			int budget = 1 + random.nextInt(400);
			List<Batch> batches = Batch.plan(texts, budget);
			List<Integer> positions = new ArrayList<>();
			int previous = Integer.MAX_VALUE;
			for (Batch batch : batches) {
				assertThat(batch.positions().size() == 1 || batch.positions().size() * batch.length() <= budget)
					.isTrue();
				assertThat(batch.positions()).extracting((position) -> texts.get(position).ids().length)
					.allMatch((length) -> length <= batch.length())
					.contains(batch.length());
				assertThat(batch.length()).isLessThanOrEqualTo(previous);
				previous = batch.length();
				positions.addAll(batch.positions());
			}
			assertThat(positions)
				.containsExactlyInAnyOrderElementsOf(IntStream.range(0, texts.size()).boxed().toList());
		}
	}

	@Test
	void equalLengthsKeepTheCallersOrder() {
		List<TokenizedText> texts = List.of(text(4), text(4), text(9), text(4));
		assertThat(Batch.plan(texts, 12)).containsExactly(new Batch(List.of(2), 9), new Batch(List.of(0, 1, 3), 4));
	}

	@Test
	void aTextBeyondTheBudgetRunsAlone() {
		assertThat(Batch.plan(List.of(text(50), text(60)), 10)).containsExactly(new Batch(List.of(1), 60),
				new Batch(List.of(0), 50));
	}

	@Test
	void textsWithoutTokensHaveRoomForOne() {
		assertThat(Batch.plan(List.of(text(0), text(0)), 10)).containsExactly(new Batch(List.of(0, 1), 1));
	}

	private static List<TokenizedText> texts(Random random, int count) {
		return IntStream.range(0, count).mapToObj((i) -> text(1 + random.nextInt(100))).toList();
	}

	private static TokenizedText text(int length) {
		return new TokenizedText(new long[length], length);
	}

}
