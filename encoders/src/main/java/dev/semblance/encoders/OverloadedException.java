package dev.semblance.encoders;

/**
 * A call that was refused at once because too many others are waiting. Nothing of it was
 * run; it may be repeated later.
 */
public final class OverloadedException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public OverloadedException(String problem, String remedy) {
		super(problem, remedy, null);
	}

}
