package dev.semblance.encoders;

/**
 * A call that did not finish by its {@link Deadline}. What of it was still waiting is not
 * run any more.
 */
public final class DeadlineExceededException extends SemblanceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 */
	public DeadlineExceededException(String problem, String remedy) {
		super(problem, remedy, null);
	}

}
