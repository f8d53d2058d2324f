package dev.semblance.benchmarks.protocol.pgvector;

/**
 * A library under measurement.
 */
public interface PgVectorContestant {

	/**
	 * Returns a class of the library, whose jar tells the version.
	 * @return the store's class
	 */
	Class<?> library();

	/**
	 * Opens its store in the tables that are there, or creates them, without a vector
	 * index.
	 * @param settings where and how
	 * @return the store
	 * @throws Exception if it cannot be opened
	 */
	PgVectorSession open(PgVectorSettings settings) throws Exception;

}
