package dev.semblance.retrieval.bm25;

/**
 * The two factors of BM25, as Lucene splits it.
 *
 * @param statistics the corpus
 */
record Bm25Weights(CorpusStatistics statistics) {

	/** Weighs a term that occurs so often in a document of so many terms. */
	float inDocument(int count, long length) {
		double relativeLength = length / this.statistics.averageLength();
		return (float) (count / (count + Bm25Encoder.K1 * (1 - Bm25Encoder.B + Bm25Encoder.B * relativeLength)));
	}

	/** Weighs a dimension's term that occurs so often in a query. */
	float inQuery(int dimension, int count) {
		return (float) (count * inverseDocumentFrequency(dimension));
	}

	/**
	 * A term that no document has is weighed as if one had it: what it can find was added
	 * since the statistics were made.
	 */
	private double inverseDocumentFrequency(int dimension) {
		long documents = Math.max(1, this.statistics.documents());
		long frequency = Math.max(1, this.statistics.documentFrequency(dimension));
		return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
	}

}
