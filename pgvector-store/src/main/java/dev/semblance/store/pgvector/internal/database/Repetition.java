package dev.semblance.store.pgvector.internal.database;

/**
 * When work may be done once more after it has failed.
 */
public enum Repetition {

	/** Also when nobody knows whether it was done: once more makes no difference. */
	ALWAYS,

	/** Only when the server has said that nothing of it is left. */
	IF_ROLLED_BACK

}
