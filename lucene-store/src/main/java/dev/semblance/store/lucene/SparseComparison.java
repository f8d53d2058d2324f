package dev.semblance.store.lucene;

import java.io.IOException;

import dev.semblance.encoders.SparseVector;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;

/**
 * Compares sparse vectors by their inner product. Documents with nothing in common with
 * the query are not found.
 *
 * @param wanted the query's vector, checked
 */
record SparseComparison(SparseVector wanted) implements VectorComparison {

	@Override
	public OfSegment in(LeafReaderContext segment) throws IOException {
		BinaryDocValues vectors = DocValues.getBinary(segment.reader(), DocumentFields.SPARSE_VECTOR);
		return (number) -> {
			double product = vectors.advanceExact(number)
					? SparseVectorCodec.innerProduct(this.wanted, vectors.binaryValue()) : 0;
			return (product > 0) ? product : Double.NaN;
		};
	}

}
