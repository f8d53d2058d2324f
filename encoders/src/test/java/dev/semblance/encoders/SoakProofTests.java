package dev.semblance.encoders;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A long mixed load: bulk calls, single queries, deadlines, interrupts, and encoders that
 * come and go. Memory, threads and direct buffers do not grow. A JVM of its own with all
 * of its heap touched at the start, so that only growth outside the heap shows.
 */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "Resident memory is read from /proc")
class SoakProofTests {

	@TempDir
	private Path folder;

	@Test
	@Timeout(value = 45, unit = TimeUnit.MINUTES)
	void memoryThreadsAndBuffersDoNotGrow() throws Exception {
		int seconds = Integer.getInteger("semblance.proofs.soak.seconds", Proofs.size(180, 1_800));
		ChildJvm child = ChildJvm.start(this.folder, Child.class, "-Xmx256m", "-Xms256m", "-XX:+AlwaysPreTouch",
				"-Dsoak.seconds=" + seconds);
		assertThat(child.process().waitFor(seconds + 120L, TimeUnit.SECONDS)).as(child.printed()).isTrue();
		Proofs.record("soak: %s", child.printed());
		assertThat(child.process().exitValue()).as(child.printed()).isZero();
		assertThat(child.printed()).doesNotContain("wrong");
		Sample first = Sample.find(child.printed(), "first ");
		Sample last = Sample.find(child.printed(), "last ");
		assertThat(last.residentKilobytes()).isLessThan(first.residentKilobytes() * 105 / 100);
		assertThat(last.threads()).isLessThanOrEqualTo(first.threads() + 2);
		assertThat(last.directBytes()).isLessThanOrEqualTo(first.directBytes() * 2);
	}

	/**
	 * What the process holds at a moment.
	 */
	record Sample(long residentKilobytes, int threads, long directBytes) {

		static Sample take() throws IOException, InterruptedException {
			for (int i = 0; i < 3; i++) {
				System.gc();
				// Direct buffers are freed by another thread, some time after.
				Thread.sleep(300);
			}
			long resident = 0;
			for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
				if (line.startsWith("VmRSS:")) {
					resident = Long.parseLong(line.replaceAll("\\D", ""));
				}
			}
			long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
				.stream()
				.filter((pool) -> pool.getName().equals("direct"))
				.mapToLong(BufferPoolMXBean::getMemoryUsed)
				.sum();
			return new Sample(resident, ManagementFactory.getThreadMXBean().getThreadCount(), direct);
		}

		/** Reads it from the line that starts so. */
		static Sample find(String printed, String start) {
			String line = printed.lines().filter((each) -> each.startsWith(start)).findFirst().orElseThrow();
			List<Long> numbers = List.of(line.substring(start.length()).split(" "))
				.stream()
				.map(Long::valueOf)
				.toList();
			return new Sample(numbers.get(0), numbers.get(1).intValue(), numbers.get(2));
		}

		@Override
		public String toString() {
			return this.residentKilobytes + " " + this.threads + " " + this.directBytes;
		}

	}

	/** Runs in the child process. */
	static final class Child {

		private static final String MODEL = "sentence-transformers/all-MiniLM-L6-v2";

		private static final Object OTHER = new Object();

		private static final AtomicBoolean OVER = new AtomicBoolean();

		private static final LongAdder CALLS = new LongAdder();

		private Child() {
		}

		@SuppressWarnings("SystemOut")
		public static void main(String[] args) throws Exception {
			int seconds = Integer.getInteger("soak.seconds");
			List<Thread> threads = new ArrayList<>();
			try (DenseEncoder encoder = open()) {
				Random random = new Random(7);
				threads.add(start(() -> encoder.encodeDocuments(texts(random, 200))));
				for (int i = 0; i < 3; i++) {
					Random own = new Random(i);
					threads.add(start(() -> encoder.encodeQuery(texts(own, 1).get(0))));
				}
				Random late = new Random(11);
				threads.add(start(() -> Deadline.in(Duration.ofMillis(1 + late.nextInt(200)))
					.call(() -> encoder.encodeDocuments(texts(late, 50)))));
				Random interrupted = new Random(13);
				Thread victim = start(() -> encoder.encodeDocuments(texts(interrupted, 50)));
				threads.add(victim);
				threads.add(start(() -> {
					pause(500);
					victim.interrupt();
				}));
				threads.add(start(() -> {
					synchronized (OTHER) {
						try (DenseEncoder other = open()) {
							other.encodeQuery("a query for the other");
						}
					}
					pause(1_000);
				}));
				TimeUnit.SECONDS.sleep(Math.min(60, seconds / 3));
				System.out.println("first " + sample());
				TimeUnit.SECONDS.sleep(seconds - Math.min(60, seconds / 3));
				System.out.println("last " + sample());
				OVER.set(true);
				for (Thread thread : threads) {
					thread.join(60_000);
					if (thread.isAlive()) {
						System.out.println("wrong: a call hangs");
					}
				}
			}
			System.out.println("calls " + CALLS.sum());
			System.exit(0);
		}

		/** Not while the other encoder is open, which is large. */
		private static Sample sample() throws IOException, InterruptedException {
			synchronized (OTHER) {
				return Sample.take();
			}
		}

		private static DenseEncoder open() {
			return DenseEncoder.builder(MODEL).device(new Device.Cpu()).build();
		}

		private static List<String> texts(Random random, int count) {
			List<String> texts = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				texts.add(String.join(" ", Collections.nCopies(1 + random.nextInt(120), "word")));
			}
			return texts;
		}

		private static void pause(long millis) {
			try {
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@SuppressWarnings("SystemOut")
		private static Thread start(Runnable work) {
			Thread thread = new Thread(() -> {
				while (!OVER.get()) {
					try {
						work.run();
						CALLS.increment();
					}
					catch (CallCancelledException ex) {
						boolean ignored = Thread.interrupted();
					}
					catch (DeadlineExceededException | OverloadedException ex) {
						CALLS.increment();
					}
					catch (Throwable ex) {
						System.out.println("wrong: " + ex);
						return;
					}
				}
			});
			thread.setDaemon(true);
			thread.start();
			return thread;
		}

	}

}
