package dev.semblance.store.pgvector.check;

/**
 * How much a {@link Finding} matters, least first.
 */
public enum Severity {

	/** It was looked at, and is as it should be. */
	OK,

	/** Worth knowing, and nothing needs to be done. */
	INFO,

	/** It costs speed or room, or will cost more; somebody should see to it. */
	WARNING,

	/**
	 * Documents are in danger or cannot be found, or an index that the store counts on
	 * does nothing.
	 */
	PROBLEM

}
