package dev.semblance.retrieval.store;

import dev.semblance.encoders.SemblanceException;
import org.jspecify.annotations.Nullable;

/**
 * A store that cannot be opened, read or written.
 */
public sealed class StoreException extends SemblanceException permits StoreUnavailableException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	public StoreException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
