package dev.semblance.encoders.quantization;

import java.util.Locale;

/**
 * How the numbers of a dense vector are stored. Names are those of sentence-transformers.
 */
public enum Precision {

	/** One signed byte per dimension, from -128 to 127. */
	INT8,

	/** One unsigned byte per dimension, from 0 to 255. */
	UINT8,

	/** One bit per dimension, eight to a byte, from which 128 is taken away. */
	BINARY,

	/** One bit per dimension, eight to a byte, the first dimension in the highest bit. */
	UBINARY;

	/**
	 * Returns the name that sentence-transformers uses.
	 * @return the name in lower case
	 */
	public String modelName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Tells whether each dimension is scaled by the range of its values.
	 * @return whether it is
	 */
	public boolean needsRanges() {
		return this == INT8 || this == UINT8;
	}

}
