package dev.semblance.encoders.internal.graph;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An attribute of a node.
 */
public sealed interface NodeAttribute {

	/**
	 * One whole number.
	 *
	 * @param value the number
	 */
	record Whole(long value) implements NodeAttribute {
	}

	/**
	 * One number.
	 *
	 * @param value the number
	 */
	record Real(float value) implements NodeAttribute {
	}

	/**
	 * Whole numbers.
	 *
	 * @param values the numbers
	 */
	record Wholes(List<Long> values) implements NodeAttribute {

		/**
		 * Copies the numbers.
		 */
		public Wholes {
			values = List.copyOf(values);
		}

	}

	/**
	 * A word.
	 *
	 * @param value the word
	 */
	record Text(String value) implements NodeAttribute {
	}

	/**
	 * A tensor.
	 *
	 * @param tensor the tensor
	 */
	record Tensor(GraphTensor tensor) implements NodeAttribute {
	}

	/**
	 * What nobody here looks into.
	 *
	 * @param message the whole {@code AttributeProto}
	 * @param holdsGraph whether it holds a graph, whose nodes may use the outer graph's
	 * tensors by name
	 */
	record Other(ByteBuffer message, boolean holdsGraph) implements NodeAttribute {

		@Override
		public ByteBuffer message() {
			return this.message.duplicate();
		}

	}

	/**
	 * Returns a whole number.
	 * @param attribute the attribute, if there is one
	 * @param otherwise what it is if there is none
	 * @return the number
	 */
	static long whole(@Nullable NodeAttribute attribute, long otherwise) {
		return (attribute instanceof Whole whole) ? whole.value() : otherwise;
	}

	/**
	 * Returns a number.
	 * @param attribute the attribute, if there is one
	 * @param otherwise what it is if there is none
	 * @return the number
	 */
	static float real(@Nullable NodeAttribute attribute, float otherwise) {
		return (attribute instanceof Real real) ? real.value() : otherwise;
	}

}
