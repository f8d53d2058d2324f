package dev.semblance.encoders;

/**
 * A call whose thread was interrupted while it waited. The thread is still marked as
 * interrupted, and what of the call was still waiting is not run any more.
 */
public final class CallCancelledException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public CallCancelledException(String problem, String remedy) {
		super(problem, remedy, null);
	}

}
