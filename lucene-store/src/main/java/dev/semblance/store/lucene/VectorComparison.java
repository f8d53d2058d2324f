package dev.semblance.store.lucene;

import java.io.IOException;

import org.apache.lucene.index.LeafReaderContext;

/**
 * Compares documents with a query's vector.
 */
interface VectorComparison {

	/**
	 * Starts to compare the documents of a segment.
	 */
	OfSegment in(LeafReaderContext segment) throws IOException;

	/**
	 * Compares the documents of one segment, in ascending order.
	 */
	interface OfSegment {

		/**
		 * Compares a document; higher is nearer.
		 * @return the similarity, or NaN if the document is not to be found
		 */
		double similarity(int number) throws IOException;

	}

}
