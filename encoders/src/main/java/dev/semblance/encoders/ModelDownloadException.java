package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * A file of a model that could not be fetched: the hub cannot be reached or answers what
 * it should not, the bytes are not those it announced, or there is no room for them. What
 * was fetched before is kept, and the next attempt goes on from there.
 */
public final class ModelDownloadException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public ModelDownloadException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	public ModelDownloadException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
