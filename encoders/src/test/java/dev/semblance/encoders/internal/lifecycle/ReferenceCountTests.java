package dev.semblance.encoders.internal.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class ReferenceCountTests {

	private final AtomicInteger releases = new AtomicInteger();

	private final ReferenceCount count = new ReferenceCount("The thing", this.releases::incrementAndGet);

	@Test
	void closingWithoutUsersReleasesOnce() {
		this.count.close();
		this.count.close();
		assertThat(this.releases).hasValue(1);
		assertThat(this.count.awaitUnused(Duration.ZERO)).isTrue();
	}

	@Test
	void theLastUserReleasesAfterClosing() {
		this.count.enter();
		this.count.enter();
		this.count.close();
		assertThat(this.count.awaitUnused(Duration.ofMillis(5))).isFalse();
		this.count.leave();
		assertThat(this.releases).hasValue(0);
		this.count.leave();
		assertThat(this.releases).hasValue(1);
	}

	@Test
	void usersMayComeAndGoBeforeClosing() {
		assertThat(this.count.<String, RuntimeException>call(() -> "done")).isEqualTo("done");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.count.call(() -> {
			throw new UnsupportedOperationException();
		}));
		assertThat(this.releases).hasValue(0);
		this.count.close();
		assertThat(this.releases).hasValue(1);
	}

	@Test
	void nobodyEntersAfterClosing() {
		this.count.close();
		assertThatIllegalStateException().isThrownBy(this.count::enter).withMessage("The thing is closed.");
		assertThatIllegalStateException().isThrownBy(() -> this.count.call(() -> "never"));
	}

	@Test
	void whoWorksForAUserMayBeCountedAfterClosingAndNotAfterTheUserHasGone() {
		this.count.enter();
		this.count.close();
		this.count.retain();
		this.count.leave();
		assertThat(this.releases).hasValue(0);
		this.count.leave();
		assertThat(this.releases).hasValue(1);
		assertThatIllegalStateException().isThrownBy(this.count::retain);
	}

	@Test
	void waitingEndsWithTheLastUserAndAfterTheRelease() throws Exception {
		this.count.enter();
		this.count.close();
		CompletableFuture<Integer> waiting = CompletableFuture
			.supplyAsync(() -> this.count.awaitUnused(Duration.ofSeconds(50)) ? this.releases.get() : -1);
		Thread.sleep(10);
		this.count.leave();
		assertThat(waiting.get(20, TimeUnit.SECONDS)).isOne();
	}

	@Test
	void anInterruptDoesNotEndTheWaitAndStaysSet() {
		this.count.enter();
		this.count.close();
		Thread.currentThread().interrupt();
		long start = System.nanoTime();
		assertThat(this.count.awaitUnused(Duration.ofMillis(50))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void theLongestPatienceThereIsDoesNotOverflow() {
		this.count.close();
		assertThat(this.count.awaitUnused(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
	}

	@Test
	void itIsReleasedOnceAndUnderNobodysFeetWhoeverIsLast() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 2_000; round++) {
				AtomicInteger released = new AtomicInteger();
				ReferenceCount shared = new ReferenceCount("It", released::incrementAndGet);
				CompletableFuture<?>[] users = new CompletableFuture<?>[3];
				for (int i = 0; i < users.length; i++) {
					users[i] = CompletableFuture.runAsync(() -> use(shared, released), threads);
				}
				shared.close();
				assertThat(shared.awaitUnused(Duration.ofSeconds(20))).isTrue();
				assertThat(released).hasValue(1);
				CompletableFuture.allOf(users).get(20, TimeUnit.SECONDS);
				assertThat(released).hasValue(1);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void use(ReferenceCount shared, AtomicInteger released) {
		try {
			shared.call(() -> {
				assertThat(released).hasValue(0);
				return true;
			});
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessage("It is closed.");
		}
	}

}
