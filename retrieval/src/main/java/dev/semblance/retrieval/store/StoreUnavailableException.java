package dev.semblance.retrieval.store;

import org.jspecify.annotations.Nullable;

/**
 * A store that cannot be reached at the moment: its server is down or does not answer, or
 * no connection to it is free. Nothing is wrong with what was asked, and it may be asked
 * again later. What was being written is there as a whole or not at all, and writing it
 * again leaves it there once.
 */
public final class StoreUnavailableException extends StoreException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	public StoreUnavailableException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
