package dev.semblance.encoders;

/**
 * A single text for which a device has too little memory.
 */
public final class DeviceMemoryException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause what the device said
	 */
	public DeviceMemoryException(String problem, String remedy, Throwable cause) {
		super(problem, remedy, cause);
	}

}
