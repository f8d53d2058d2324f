package dev.semblance.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.semblance.encoders.Deadline;
import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;

/**
 * Asks a store for a document that is not there, which is cheap however large it is. In a
 * thread of its own, since a pool of connections knows no deadline and may keep its
 * caller for half a minute; as long as one is kept, no other asks. Safe for concurrent
 * use.
 */
final class StorePing {

	private static final String NOBODY = "semblance-health";

	private final DocumentStore store;

	private final Duration timeout;

	private @Nullable CompletableFuture<Void> asking;

	StorePing(DocumentStore store, Duration timeout) {
		this.store = store;
		this.timeout = timeout;
	}

	/**
	 * Asks the store.
	 * @return why it gave no answer; {@code null} if it gave one
	 */
	@Nullable Throwable failure() {
		CompletableFuture<Void> answer = ask();
		try {
			answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			return (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (TimeoutException ex) {
			return new DeadlineExceededException("The store gave no answer within %s.".formatted(this.timeout),
					"Check that it can be reached and has a connection to spare.");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ex;
		}
	}

	private synchronized CompletableFuture<Void> ask() {
		CompletableFuture<Void> last = this.asking;
		if (last != null && !last.isDone()) {
			return last;
		}
		CompletableFuture<Void> next = new CompletableFuture<>();
		this.asking = next;
		Thread thread = new Thread(() -> answer(next), "semblance-health");
		thread.setDaemon(true);
		thread.start();
		return next;
	}

	/** Whatever happens, somebody waits for it. */
	private void answer(CompletableFuture<Void> answer) {
		try {
			Deadline.in(this.timeout).call(() -> this.store.find(List.of(NOBODY)));
			answer.complete(null);
		}
		catch (Throwable ex) {
			answer.completeExceptionally(ex);
		}
	}

}
