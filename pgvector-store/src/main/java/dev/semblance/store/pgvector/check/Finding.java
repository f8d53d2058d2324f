package dev.semblance.store.pgvector.check;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param severity how much it matters
 * @param subject what was looked at: an index or a table by its name, or a few words
 * @param found what was found, with values, in whole sentences
 * @param remedy what to do, in whole sentences; {@code null} if there is nothing to do
 */
public record Finding(Severity severity, String subject, String found, @Nullable String remedy) {

	/**
	 * Says that something is as it should be.
	 * @param subject what was looked at
	 * @param found what was found
	 * @return the finding
	 */
	public static Finding ok(String subject, String found) {
		return new Finding(Severity.OK, subject, found, null);
	}

	/**
	 * Says something worth knowing.
	 * @param subject what was looked at
	 * @param found what was found
	 * @param remedy what could be done; {@code null} for nothing
	 * @return the finding
	 */
	public static Finding info(String subject, String found, @Nullable String remedy) {
		return new Finding(Severity.INFO, subject, found, remedy);
	}

	/**
	 * Says that somebody should see to something.
	 * @param subject what was looked at
	 * @param found what was found
	 * @param remedy what to do
	 * @return the finding
	 */
	public static Finding warning(String subject, String found, String remedy) {
		return new Finding(Severity.WARNING, subject, found, remedy);
	}

	/**
	 * Says that something is wrong.
	 * @param subject what was looked at
	 * @param found what was found
	 * @param remedy what to do
	 * @return the finding
	 */
	public static Finding problem(String subject, String found, String remedy) {
		return new Finding(Severity.PROBLEM, subject, found, remedy);
	}

}
