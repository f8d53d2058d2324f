package dev.semblance.encoders.internal.scheduler;

/**
 * A batch for which a device has too little memory. The scheduler tries again with less.
 */
public final class DeviceMemoryExhausted extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what the device said, with the bytes if it told
	 * @param cause the failure
	 */
	public DeviceMemoryExhausted(String message, Throwable cause) {
		super(message, cause);
	}

}
