package dev.semblance.store.pgvector.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up a connection whose server does not answer. A server ends what takes too long,
 * but one that is cut off cannot say so, and who waits for it would wait for hours.
 */
final class Watchdog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	private static final ScheduledThreadPoolExecutor CLOCK = clock();

	private final Connection connection;

	private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

	private final ScheduledFuture<?> alarm;

	private Watchdog(Connection connection, Duration allowed) {
		this.connection = connection;
		this.alarm = CLOCK.schedule(this::giveUp, allowed.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Watches a connection until the watchdog is closed.
	 * @param connection the connection
	 * @param allowed how long it may be used
	 */
	static Watchdog watch(Connection connection, Duration allowed) {
		return new Watchdog(connection, allowed);
	}

	/**
	 * Tells whether the connection was given up.
	 */
	boolean gaveUp() {
		return this.state.get() == State.GIVEN_UP;
	}

	private void giveUp() {
		if (this.state.compareAndSet(State.WATCHING, State.GIVEN_UP)) {
			// Closing an encrypted connection waits for who writes to it; others must
			// not.
			daemon(this::abort).start();
		}
	}

	private void abort() {
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			logger.warn("A connection whose server does not answer could not be given up.", ex);
		}
	}

	@Override
	public void close() {
		this.state.compareAndSet(State.WATCHING, State.CLOSED);
		this.alarm.cancel(false);
	}

	/** One thread for all, which ends when nobody has used a connection for a while. */
	private static ScheduledThreadPoolExecutor clock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Watchdog::daemon);
		clock.setRemoveOnCancelPolicy(true);
		clock.setKeepAliveTime(10, TimeUnit.SECONDS);
		clock.allowCoreThreadTimeOut(true);
		return clock;
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "semblance-connection-watchdog");
		thread.setDaemon(true);
		return thread;
	}

	private enum State {

		WATCHING, GIVEN_UP, CLOSED

	}

}
