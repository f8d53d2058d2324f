package dev.semblance.store.pgvector.internal.search;

import java.util.List;

import dev.semblance.retrieval.Leg;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;

/**
 * One leg's part of the statement.
 */
interface LegSql {

	/**
	 * Returns which leg it is.
	 */
	Leg leg();

	/**
	 * Returns how much the leg counts in fusion.
	 */
	double weight();

	/**
	 * Returns what is compared with: a column, named after the leg, of the one row of
	 * <code>query</code>.
	 */
	SqlFragment query();

	/**
	 * Returns common table expressions of which the last, named after the leg, has the
	 * columns <code>id</code> and <code>score</code> of what the leg found.
	 */
	List<SqlFragment> found();

	/**
	 * Returns the leg's exact score of one document, whether the leg found it or not.
	 * @param document the document's name in the statement
	 */
	SqlFragment scoreOf(String document);

	/**
	 * Tells whether an HNSW index may be asked, and for how many candidates.
	 * @return the number, 0 if none is asked
	 */
	int approximateCandidates();

}
