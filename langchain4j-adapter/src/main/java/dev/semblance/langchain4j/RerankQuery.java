package dev.semblance.langchain4j;

/**
 * What contents are reranked against when a query was expanded to several.
 */
public enum RerankQuery {

	/**
	 * The message that the user wrote. Where it is not known, because the queries do not
	 * carry it or come of different messages, or where it is not just one text, it is as
	 * {@link #EVERY}. Of a query that was not expanded its own text is taken: a
	 * transformer that completes questions by what was said before knows better.
	 */
	ORIGINAL,

	/**
	 * Every query: a content's score is its best. Costs as many times the reranking as
	 * there are queries.
	 */
	EVERY

}
