package dev.semblance.encoders;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The moment by which work must be done. It holds for every call to an encoder that the
 * thread makes meanwhile, also where frameworks stand between, so that for example
 * retrieving and reranking share one limit:
 *
 * <pre>{@code
 * List<Hit> hits = Deadline.in(Duration.ofMillis(500)).call(() -> retriever.retrieve(question, 10));
 * }</pre>
 *
 * A call that waits for its texts to run when the moment comes fails at once with a
 * {@link DeadlineExceededException}. Turning texts into tokens is not cut short, and
 * models that only look vectors up know no deadline. Immutable.
 */
public final class Deadline {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

	private final Duration timeout;

	private final long nanoTime;

	private Deadline(Duration timeout) {
		this.timeout = timeout;
		this.nanoTime = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Creates a deadline, counted from now.
	 * @param timeout how long work may take, more than 0
	 * @return the deadline
	 * @throws InvalidInputException if the timeout is not positive
	 */
	public static Deadline in(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidInputException("The timeout is %s.".formatted(timeout),
					"Allow more than 0, or set no deadline.");
		}
		return new Deadline((timeout.compareTo(LONGEST) > 0) ? LONGEST : timeout);
	}

	/**
	 * Returns the deadline of the work this thread is doing.
	 * @return the deadline, if there is one
	 */
	public static Optional<Deadline> current() {
		return Optional.ofNullable(CURRENT.get());
	}

	/**
	 * Does work by this deadline, or by the one that holds already if that is earlier.
	 * @param work the work
	 * @param <T> what the work gives
	 * @param <E> how the work fails
	 * @return what the work gives
	 * @throws E if the work fails
	 */
	public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
		Deadline outer = CURRENT.get();
		CURRENT.set((outer != null) ? earlier(outer) : this);
		try {
			return work.call();
		}
		finally {
			if (outer != null) {
				CURRENT.set(outer);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * Returns the earlier of two deadlines.
	 * @param other another deadline
	 * @return this one, if it is not later
	 */
	public Deadline earlier(Deadline other) {
		return (other.nanoTime - this.nanoTime < 0) ? other : this;
	}

	/**
	 * Returns the time that is left.
	 * @return the time; zero or negative when the deadline has passed
	 */
	public Duration remaining() {
		return Duration.ofNanos(this.nanoTime - System.nanoTime());
	}

	/**
	 * Returns how long work could take from the start.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Work that gives something.
	 *
	 * @param <T> what it gives
	 * @param <E> how it fails
	 */
	@FunctionalInterface
	public interface Work<T extends @Nullable Object, E extends Exception> {

		/**
		 * Does the work.
		 * @return what it gives
		 * @throws E if it fails
		 */
		T call() throws E;

	}

}
