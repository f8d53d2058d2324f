package dev.semblance.encoders.internal.scheduler;

import dev.semblance.encoders.DeadlineExceededException;
import dev.semblance.encoders.DeviceMemoryException;
import dev.semblance.encoders.EncodingException;

/**
 * Brings failures from the lanes to the callers.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Makes a failure that is the caller's own: its stack trace shows who called, its
	 * cause what happened on the lane. Several callers may have one cause.
	 */
	static RuntimeException forCaller(Throwable failure) {
		if (failure instanceof EncodingException ex) {
			return new EncodingException(ex.problem(), ex.remedy(), ex);
		}
		if (failure instanceof DeviceMemoryException ex) {
			return new DeviceMemoryException(ex.problem(), ex.remedy(), ex);
		}
		if (failure instanceof DeadlineExceededException ex) {
			return new DeadlineExceededException(ex.problem(), ex.remedy());
		}
		if (failure instanceof IllegalStateException ex) {
			return new IllegalStateException(ex.getMessage(), ex);
		}
		return new EncodingException("A batch failed unexpectedly: %s.".formatted(failure),
				"Repeat the call; if it fails again, please report it.", failure);
	}

}
