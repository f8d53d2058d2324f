package dev.semblance.encoders.hub.server;

import org.jspecify.annotations.Nullable;

/**
 * The fault of the requests that match. Does nothing before it has a fault.
 */
public final class FaultRule {

	private final RequestMatcher matcher;

	private @Nullable Fault fault;

	private long remaining;

	FaultRule(RequestMatcher matcher) {
		this.matcher = matcher;
	}

	/**
	 * Answers every request that matches with a fault.
	 * @param fault the fault
	 */
	public void answer(Fault fault) {
		set(Long.MAX_VALUE, fault);
	}

	/**
	 * Answers the next requests that match with a fault.
	 * @param times how many requests
	 * @param fault the fault
	 */
	public void answer(int times, Fault fault) {
		set(times, fault);
	}

	private synchronized void set(long times, Fault fault) {
		this.remaining = times;
		this.fault = fault;
	}

	synchronized @Nullable Fault take(ReceivedRequest request) {
		if (this.remaining <= 0 || !this.matcher.matches(request)) {
			return null;
		}
		this.remaining--;
		return this.fault;
	}

}
