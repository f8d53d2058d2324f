package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * A device that was asked for by name and cannot be used.
 */
public final class DeviceUnavailableException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public DeviceUnavailableException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	public DeviceUnavailableException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}
