package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * A model that the hub does not hand out: a gated repository, or a token that it refuses.
 */
public final class ModelAccessException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public ModelAccessException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	public ModelAccessException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
