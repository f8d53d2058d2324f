package dev.semblance.encoders.internal.scheduler;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call on a thread of its own.
 *
 * @param <T> what the call gives
 */
final class TestCaller<T> {

	/** What does not happen in this time never happens. */
	static final int PATIENCE_SECONDS = 20;

	private final FutureTask<T> task;

	private final Thread thread;

	private TestCaller(Callable<T> call) {
		this.task = new FutureTask<>(call);
		this.thread = new Thread(this.task, "caller");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	static <T> TestCaller<T> start(Callable<T> call) {
		return new TestCaller<>(call);
	}

	void interrupt() {
		this.thread.interrupt();
	}

	boolean isDone() {
		return this.task.isDone();
	}

	T result() throws Exception {
		try {
			return this.task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("The call hangs", ex);
		}
	}

	Throwable failure() throws Exception {
		try {
			throw new AssertionError("The call gave " + result());
		}
		catch (ExecutionException ex) {
			return Objects.requireNonNull(ex.getCause());
		}
	}

	static void await(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("It never happens").isLessThan(end);
			Thread.sleep(1);
		}
	}

}
