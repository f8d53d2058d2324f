package dev.semblance.boot.actuate;

import dev.semblance.encoders.SemblanceException;

/**
 * Failures as they may be shown to whoever may look at health.
 */
final class Problem {

	private Problem() {
	}

	/**
	 * Returns what happened. A database's message may repeat its URL, which may hold a
	 * password, and nobody knows what a foreign message holds.
	 */
	static String of(Throwable failure) {
		if (failure instanceof SemblanceException ex) {
			return ex.problem().replaceAll("jdbc:\\S+", "the database");
		}
		if (failure instanceof IllegalStateException && String.valueOf(failure.getMessage()).endsWith(" is closed.")) {
			return String.valueOf(failure.getMessage());
		}
		return "It failed with %s; see the log.".formatted(failure.getClass().getSimpleName());
	}

}
