package dev.semblance.encoders;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything Semblance throws on purpose. The message is one sentence about what
 * happened, with the values and the limit, and one about what to do.
 */
public abstract class SemblanceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param problem what happened, where and with which values
	 * @param remedy what the reader can do about it
	 * @param cause the underlying failure, if there is one
	 */
	protected SemblanceException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns what happened.
	 * @return one sentence
	 */
	public final String problem() {
		return this.problem;
	}

	/**
	 * Returns what to do about it.
	 * @return one sentence
	 */
	public final String remedy() {
		return this.remedy;
	}

}
