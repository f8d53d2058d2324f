package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * A model whose files are missing, unreadable, contradictory or not supported.
 */
public final class InvalidModelException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public InvalidModelException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	public InvalidModelException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
