package dev.semblance.store.lucene;

import java.io.IOException;

import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;

/**
 * Compares dense vectors by the similarity of their space.
 *
 * @param vectors knows the space
 * @param wanted the query's vector, checked
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DenseComparison(DenseVectors vectors, float[] wanted) implements VectorComparison {

	@Override
	public OfSegment in(LeafReaderContext segment) throws IOException {
		FloatVectorValues values = segment.reader().getFloatVectorValues(DocumentFields.VECTOR);
		return (number) -> (values != null && values.advance(number) == number)
				? this.vectors.similarity(this.wanted, values.vectorValue()) : Double.NaN;
	}

}
