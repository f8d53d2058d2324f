package dev.semblance.store.lucene;

import dev.semblance.encoders.SparseVector;
import org.apache.lucene.util.BitUtil;
import org.apache.lucene.util.BytesRef;

/**
 * A sparse vector as bytes, little-endian: all indices ascending, then their values, so
 * that an index is found without decoding the others.
 */
final class SparseVectorCodec {

	private SparseVectorCodec() {
	}

	static BytesRef encode(SparseVector vector) {
		int count = vector.activeDimensions();
		byte[] bytes = new byte[count * (Integer.BYTES + Float.BYTES)];
		for (int i = 0; i < count; i++) {
			BitUtil.VH_LE_INT.set(bytes, i * Integer.BYTES, vector.indices()[i]);
			BitUtil.VH_LE_FLOAT.set(bytes, (count + i) * Integer.BYTES, vector.values()[i]);
		}
		return new BytesRef(bytes);
	}

	/**
	 * Computes the inner product in double precision, where products of floats are exact.
	 */
	static double innerProduct(SparseVector query, BytesRef document) {
		int count = document.length / (Integer.BYTES + Float.BYTES);
		double sum = 0;
		int position = 0;
		for (int i = 0; i < query.activeDimensions() && position < count; i++) {
			position = firstNotBelow(query.indices()[i], document, position, count);
			if (position < count && index(document, position) == query.indices()[i]) {
				sum += (double) query.values()[i] * value(document, count + position);
			}
		}
		return sum;
	}

	private static int firstNotBelow(int wanted, BytesRef document, int from, int count) {
		int low = from;
		int high = count;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (index(document, middle) < wanted) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	private static int index(BytesRef document, int position) {
		return (int) BitUtil.VH_LE_INT.get(document.bytes, document.offset + position * Integer.BYTES);
	}

	private static float value(BytesRef document, int position) {
		return (float) BitUtil.VH_LE_FLOAT.get(document.bytes, document.offset + position * Float.BYTES);
	}

}
