package dev.semblance.retrieval;

import java.util.Map;

/**
 * A document that a pipeline found, with what it is ordered by.
 */
public sealed interface RankedDocument permits Candidate, Hit {

	/**
	 * Returns the document.
	 * @return the document, without its vectors
	 */
	Document document();

	/**
	 * Returns what the documents are ordered by.
	 * @return the score; higher is better
	 */
	double score();

	/**
	 * Returns what the legs made of the document.
	 * @return its rank and score in every leg that found it
	 */
	Map<Leg, LegRank> legs();

}
