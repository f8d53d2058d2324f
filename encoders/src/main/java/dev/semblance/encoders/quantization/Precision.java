package dev.semblance.encoders.quantization;

import java.util.Arrays;
import java.util.Locale;

import dev.semblance.encoders.InvalidInputException;

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
	 * Finds a precision by the name that sentence-transformers uses.
	 * @param name the name, for example {@code int8}
	 * @return the precision
	 * @throws InvalidInputException if there is none of that name
	 */
	public static Precision named(String name) {
		return Arrays.stream(values())
			.filter((precision) -> precision.modelName().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("Unknown precision '%s'.".formatted(name),
					"Use one of int8, uint8, binary, ubinary."));
	}

	/**
	 * Returns the name that sentence-transformers uses.
	 * @return the name in lower case
	 */
	public String modelName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Tells whether a byte counts from -128 to 127, not from 0 to 255.
	 * @return whether it does
	 */
	public boolean signed() {
		return this == INT8 || this == BINARY;
	}

	/**
	 * Tells whether each dimension is scaled by the range of its values.
	 * @return whether it is
	 */
	public boolean needsRanges() {
		return this == INT8 || this == UINT8;
	}

}
