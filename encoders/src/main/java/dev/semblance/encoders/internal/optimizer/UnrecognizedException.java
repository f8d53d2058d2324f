package dev.semblance.encoders.internal.optimizer;

/**
 * Nodes that are not what they were taken for. The message is the rest of a sentence
 * about them.
 */
final class UnrecognizedException extends Exception {

	private static final long serialVersionUID = 1L;

	UnrecognizedException(String reason) {
		super(reason);
	}

}
