package dev.semblance.store.pgvector.internal.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.semblance.encoders.Deadline;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.retrieval.store.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetriesTests {

	private final AtomicInteger attempts = new AtomicInteger();

	private final Retries retries = new Retries(Duration.ofSeconds(10));

	@ParameterizedTest
	@CsvSource({ "40001, ALWAYS, true", "40001, IF_ROLLED_BACK, true", "40P01, IF_ROLLED_BACK, true",
			"08006, ALWAYS, true", "08006, IF_ROLLED_BACK, false", "57P01, ALWAYS, true", "57P02, ALWAYS, true",
			"57P01, IF_ROLLED_BACK, false", "57014, ALWAYS, false", "23505, ALWAYS, false", "53100, ALWAYS, false",
			"42P01, ALWAYS, false", "08001, ALWAYS, false", "57P03, ALWAYS, false" })
	void aCallIsRepeatedOnlyWhereItIsSafeAndOfUse(String state, Repetition repetition, boolean repeated) {
		Supplier<String> failingOnce = () -> {
			if (this.attempts.incrementAndGet() == 1) {
				throw failure(state);
			}
			return "done";
		};
		if (repeated) {
			assertThat(this.retries.call(repetition, failingOnce)).isEqualTo("done");
		}
		else {
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> this.retries.call(repetition, failingOnce));
			assertThat(this.attempts).hasValue(1);
		}
	}

	@Test
	void aServerThatStartsAfterALossIsWaitedFor() {
		assertThat(this.retries.<String>call(Repetition.ALWAYS, () -> switch (this.attempts.incrementAndGet()) {
			case 1 -> throw failure("57P02");
			case 2 -> throw failure("08001");
			case 3 -> throw failure("57P03");
			default -> "done";
		})).isEqualTo("done");
	}

	@Test
	void aPoolWithoutAFreeConnectionIsNotAskedAgain() {
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.retries.call(Repetition.ALWAYS, () -> {
				this.attempts.incrementAndGet();
				throw new StoreUnavailableException("No connection became free.", "Wait.", new SQLException("none"));
			}));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void repeatingEndsWhenTheTimeIsUp() {
		long start = System.nanoTime();
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> new Retries(Duration.ofMillis(300)).call(Repetition.ALWAYS, this::fail));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.attempts.get()).isBetween(2, 12);
	}

	@Test
	void noTimeMeansNoRepetition() {
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> new Retries(Duration.ZERO).call(Repetition.ALWAYS, this::fail));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void theThreadsDeadlineIsNotSlept() {
		assertThatExceptionOfType(StoreException.class).isThrownBy(
				() -> Deadline.in(Duration.ofMillis(20)).call(() -> this.retries.call(Repetition.ALWAYS, this::fail)));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void anInterruptedThreadGivesUpAndStaysInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.retries.call(Repetition.ALWAYS, this::fail));
		assertThat(this.attempts).hasValue(1);
		assertThat(Thread.interrupted()).isTrue();
	}

	private String fail() {
		this.attempts.incrementAndGet();
		throw failure("08006");
	}

	private static StoreException failure(String state) {
		return new StoreException("It failed.", "Wait.", new SQLException("failed", state));
	}

}
