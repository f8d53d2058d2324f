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
	 */
	public DeviceMemoryException(String problem, String remedy) {
		super(problem, remedy, null);
	}

}
