package dev.semblance.encoders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Closing and deadlines with the real weights of MiniLM.
 */
@Timeout(120)
class EncoderLifecycleTests {

	private static final String MODEL = "sentence-transformers/all-MiniLM-L6-v2";

	private static final String LONG_TEXT = "a text of a few words ".repeat(60);

	@Test
	void closingWaitsForTheCallInFlight() throws Exception {
		DenseEncoder encoder = open(Duration.ofSeconds(60));
		CompletableFuture<List<float[]>> call = encode(encoder, 40);
		awaitRunning(encoder);
		encoder.close();
		assertThat(call.get(30, TimeUnit.SECONDS)).hasSize(40);
	}

	@Test
	void closingEndsCallsThatTakeTooLong() throws Exception {
		DenseEncoder encoder = open(Duration.ofMillis(50));
		CompletableFuture<List<float[]>> call = encode(encoder, 20_000);
		awaitRunning(encoder);
		long start = System.nanoTime();
		encoder.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("was closed")
			.withMessageContaining("PT0.05S");
	}

	@Test
	void closingWithoutPatienceEndsEveryCallAlsoOneThatHasJustBegun() throws Exception {
		for (int round = 0; round < 3; round++) {
			DenseEncoder encoder = open(Duration.ZERO);
			List<CompletableFuture<List<float[]>>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				calls.add(encode(encoder, 20_000));
			}
			Thread.sleep(round);
			encoder.close();
			for (CompletableFuture<List<float[]>> call : calls) {
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
					.withCauseInstanceOf(IllegalStateException.class);
			}
		}
	}

	@Test
	void anyNumberOfThreadsMayCloseAtTheSameTime() throws Exception {
		DenseEncoder encoder = open(Duration.ofSeconds(60));
		CompletableFuture<List<float[]>> call = encode(encoder, 20);
		awaitRunning(encoder);
		CompletableFuture<?>[] closing = new CompletableFuture<?>[4];
		for (int i = 0; i < closing.length; i++) {
			closing[i] = CompletableFuture.runAsync(encoder::close);
		}
		CompletableFuture.allOf(closing).get(60, TimeUnit.SECONDS);
		assertThat(call.get(30, TimeUnit.SECONDS)).hasSize(20);
		assertThatIllegalStateException().isThrownBy(() -> encoder.encodeQuery("anyone there?"))
			.withMessageContaining("is closed");
	}

	@Test
	void noThreadIsLeftAfterTheLastEncoderHasClosed() throws Exception {
		// Those of an earlier test may still be about to end.
		awaitNoMoreLanesThan(0);
		long before = lanes();
		InferenceRuntime runtime = InferenceRuntime.builder().lanes(3).build();
		DenseEncoder first = builder().runtime(runtime).build();
		DenseEncoder second = builder().runtime(runtime).build();
		assertThat(lanes()).isEqualTo(before + 3);
		first.close();
		assertThat(second.encodeQuery("still here")).hasSize(384);
		second.close();
		second.close();
		awaitNoMoreLanesThan(before);
		assertThat(lanes()).isEqualTo(before);
	}

	private static void awaitNoMoreLanesThan(long count) throws InterruptedException {
		for (int i = 0; i < 1_000 && lanes() > count; i++) {
			Thread.sleep(5);
		}
	}

	@Test
	void aDeadlineEndsACallInTheMiddleOfARunAndTheEncoderWorksAfterwards() {
		InferenceRuntime runtime = InferenceRuntime.builder().lanes(1).latencyThreads(1).build();
		try (DenseEncoder encoder = builder().tokenBudget(16_384).runtime(runtime).build()) {
			float[] before = encoder.encodeQuery("a query");
			long start = System.nanoTime();
			// One batch of more than 10,000 tokens takes seconds.
			assertThatExceptionOfType(DeadlineExceededException.class)
				.isThrownBy(() -> Deadline.in(Duration.ofMillis(300))
					.call(() -> encoder.encodeDocuments(Collections.nCopies(50, LONG_TEXT))))
				.withMessageContaining("0 of 50 texts are done");
			assertThat(encoder.encodeQuery("a query")).containsExactly(before);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		}
	}

	@Test
	void anEncodersOwnTimeoutIsADeadlineToo() {
		try (DenseEncoder encoder = builder().timeout(Duration.ofMillis(100)).build()) {
			assertThatExceptionOfType(DeadlineExceededException.class)
				.isThrownBy(() -> encoder.encodeDocuments(Collections.nCopies(2_000, LONG_TEXT)))
				.withMessageContaining("PT0.1S");
		}
	}

	@Test
	void aTimeoutThatIsNotPositiveIsRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().timeout(Duration.ZERO));
	}

	private static DenseEncoderBuilder builder() {
		return DenseEncoder.builder(MODEL).device(new Device.Cpu());
	}

	private static DenseEncoder open(Duration closeTimeout) {
		return builder().tokenBudget(512)
			.runtime(InferenceRuntime.builder().lanes(2).latencyThreads(1).closeTimeout(closeTimeout).build())
			.build();
	}

	private static CompletableFuture<List<float[]>> encode(DenseEncoder encoder, int count) {
		CompletableFuture<List<float[]>> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(encoder.encodeDocuments(Collections.nCopies(count, LONG_TEXT)));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, "caller");
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	private static void awaitRunning(DenseEncoder encoder) throws InterruptedException {
		while (encoder.statistics().tokens() == 0) {
			Thread.sleep(1);
		}
	}

	private static long lanes() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("semblance-cpu-"))
			.count();
	}

}
