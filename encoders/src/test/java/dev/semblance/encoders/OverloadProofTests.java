package dev.semblance.encoders;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten times as many calls as the device can run: each has its result within its deadline
 * or is refused with the exception for it, none is lost, and the heap does not grow.
 */
@Tag("slow")
class OverloadProofTests {

	private static final int CALLERS = 100;

	private static final int MAX_CALLS = CALLERS / 10;

	private static final Duration LIMIT = Duration.ofSeconds(2);

	/** For a thread that gets no core when its time is over. */
	private static final Duration SLACK = Duration.ofSeconds(1);

	private final LongAdder offered = new LongAdder();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder overloaded = new LongAdder();

	private final LongAdder late = new LongAdder();

	private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();

	private final Queue<Duration> tooLong = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean over = new AtomicBoolean();

	@Test
	@Timeout(value = 5, unit = TimeUnit.MINUTES)
	void everyCallIsServedInTimeOrRefusedAndTheHeapStaysFlat() throws Exception {
		InferenceRuntime runtime = InferenceRuntime.builder()
			.lanes(2)
			.maxCalls(MAX_CALLS)
			.maxTokens(4_096)
			.closeTimeout(Duration.ofSeconds(5))
			.build();
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.runtime(runtime)
			.build()) {
			List<Thread> callers = start(encoder);
			long seconds = Proofs.size(5, 60);
			TimeUnit.SECONDS.sleep(Math.max(1, seconds / 5));
			long early = usedHeap();
			TimeUnit.SECONDS.sleep(seconds - seconds / 5);
			long end = usedHeap();
			this.over.set(true);
			for (Thread caller : callers) {
				caller.join(TimeUnit.SECONDS.toMillis(20));
				assertThat(caller.isAlive()).isFalse();
			}
			Proofs.record(
					"overload: %d calls offered, %d served, %d refused, %d late; heap %d kB early, %d kB at the end",
					this.offered.sum(), this.accepted.sum(), this.overloaded.sum(), this.late.sum(), early >> 10,
					end >> 10);
			assertThat(this.wrong).isEmpty();
			assertThat(this.tooLong).isEmpty();
			assertThat(this.accepted.sum() + this.overloaded.sum() + this.late.sum()).isEqualTo(this.offered.sum());
			assertThat(this.accepted.sum()).isPositive();
			assertThat(this.overloaded.sum()).isGreaterThan(this.accepted.sum());
			assertThat(end).isLessThan(early + (16L << 20));
			assertThat(encoder.encodeQuery("and afterwards it works")).hasSize(384);
		}
	}

	private List<Thread> start(DenseEncoder encoder) {
		List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			int words = 5 + i;
			Thread caller = new Thread(() -> {
				while (!this.over.get()) {
					call(encoder, Collections.nCopies(4, "word ".repeat(words)));
				}
			});
			caller.setDaemon(true);
			caller.start();
			callers.add(caller);
		}
		return callers;
	}

	private void call(DenseEncoder encoder, List<String> texts) {
		this.offered.increment();
		long start = System.nanoTime();
		try {
			List<float[]> vectors = Deadline.in(LIMIT).call(() -> encoder.encodeDocuments(texts));
			assertThat(vectors).hasSize(texts.size());
			this.accepted.increment();
		}
		catch (OverloadedException ex) {
			this.overloaded.increment();
			pause();
		}
		catch (DeadlineExceededException ex) {
			this.late.increment();
		}
		catch (Throwable ex) {
			this.wrong.add(ex);
		}
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (took.compareTo(LIMIT.plus(SLACK)) > 0) {
			this.tooLong.add(took);
		}
	}

	private static void pause() {
		try {
			Thread.sleep(10);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What is still used after everything else was collected. */
	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
