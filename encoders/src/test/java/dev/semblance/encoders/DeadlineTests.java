package dev.semblance.encoders;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeadlineTests {

	@Test
	void thereIsNoneUnlessSomebodySetsIt() {
		assertThat(Deadline.current()).isEmpty();
	}

	@Test
	void itHoldsForTheWorkAndNoLonger() {
		Deadline deadline = Deadline.in(Duration.ofMinutes(1));
		assertThat(deadline.call(() -> Deadline.current().orElseThrow())).isSameAs(deadline);
		assertThat(Deadline.current()).isEmpty();
	}

	@Test
	void theEarlierOfTwoWinsWhicheverIsOuter() {
		Deadline early = Deadline.in(Duration.ofSeconds(1));
		Deadline late = Deadline.in(Duration.ofMinutes(1));
		assertThat(early.call(() -> late.call(() -> Deadline.current().orElseThrow()))).isSameAs(early);
		assertThat(late.call(() -> early.call(() -> Deadline.current().orElseThrow()))).isSameAs(early);
		assertThat(early.earlier(late)).isSameAs(early);
		assertThat(late.earlier(early)).isSameAs(early);
	}

	@Test
	void theOuterOneHoldsAgainAfterTheInnerWorkHasFailed() {
		Deadline outer = Deadline.in(Duration.ofMinutes(1));
		Deadline inner = Deadline.in(Duration.ofSeconds(1));
		outer.call(() -> {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> inner.call(() -> {
				throw new IOException("failed");
			}));
			assertThat(Deadline.current()).containsSame(outer);
			return true;
		});
		assertThat(Deadline.current()).isEmpty();
	}

	@Test
	void itDoesNotHoldForOtherThreads() {
		Deadline deadline = Deadline.in(Duration.ofMinutes(1));
		assertThat(deadline.call(() -> CompletableFuture.supplyAsync(Deadline::current).join())).isEmpty();
	}

	@Test
	void timeRunsOut() throws Exception {
		Deadline deadline = Deadline.in(Duration.ofNanos(1));
		Thread.sleep(1);
		assertThat(deadline.remaining()).isNegative();
		assertThat(deadline.timeout()).isEqualTo(Duration.ofNanos(1));
	}

	@Test
	void theLongestTimeThereIsDoesNotOverflow() {
		Deadline forever = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(forever.remaining()).isGreaterThan(Duration.ofDays(30_000));
		assertThat(forever.earlier(Deadline.in(Duration.ofDays(1))).remaining()).isLessThan(Duration.ofDays(2));
	}

	@Test
	void noTimeAtAllIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Deadline.in(Duration.ZERO));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Deadline.in(Duration.ofMillis(-1)))
			.withMessageContaining("PT-0.001S");
	}

}
