package dev.semblance.cli;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.encoders.WeightedTerm;
import org.jspecify.annotations.Nullable;

/**
 * One line of an encoded file. Compares by identity of the vectors.
 */
@SuppressWarnings("ArrayRecordComponent")
sealed interface EncodedText {

	/**
	 * A line with one vector.
	 *
	 * @param text what was encoded
	 * @param vector its vector
	 */
	record Dense(String text, float[] vector) implements EncodedText {
	}

	/**
	 * A line with one vector of small numbers.
	 *
	 * @param text what was encoded
	 * @param vector a byte for each dimension, or for each eight of them
	 */
	record Quantized(String text, int[] vector) implements EncodedText {
	}

	/**
	 * A line with a vector of mostly zeros.
	 *
	 * @param text what was encoded
	 * @param indices dimensions that are not zero
	 * @param values their values
	 * @param terms the dimensions by their names, largest first; left out if not wanted
	 */
	record Sparse(String text, int[] indices, float[] values,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<WeightedTerm> terms) implements EncodedText {
	}

	/**
	 * A line with one vector per token.
	 *
	 * @param text what was encoded
	 * @param vectors the tokens' vectors
	 */
	record MultiVector(String text, List<float[]> vectors) implements EncodedText {
	}

}
