package dev.semblance.encoders.internal.scheduler;

/**
 * A batch that was not run because nobody waits for it any more. Seen by no caller.
 */
final class AbandonedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AbandonedException() {
		super("Nobody waits for the batch", null, false, false);
	}

}
