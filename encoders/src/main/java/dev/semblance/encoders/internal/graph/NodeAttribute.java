package dev.semblance.encoders.internal.graph;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
	 * A graph within the graph, which may use the tensors around it.
	 *
	 * @param nodes its nodes, each after those it depends on
	 * @param outputs the tensors it gives
	 */
	record Graph(List<GraphNode> nodes, List<String> outputs) implements NodeAttribute {

		/**
		 * Copies the lists.
		 */
		public Graph {
			nodes = List.copyOf(nodes);
			outputs = List.copyOf(outputs);
		}

		/**
		 * Returns what it uses of the graph around it.
		 * @return names of tensors
		 */
		Set<String> captured() {
			Set<String> made = new HashSet<>();
			this.nodes.forEach((node) -> made.addAll(node.outputs()));
			Set<String> captured = new LinkedHashSet<>(this.outputs);
			this.nodes.forEach((node) -> captured.addAll(node.dependencies()));
			captured.removeAll(made);
			return captured;
		}

	}

	/**
	 * What nobody here looks into.
	 *
	 * @param message the whole {@code AttributeProto}
	 * @param captured names of tensors that graphs within it use of the graph around
	 */
	record Other(ByteBuffer message, Set<String> captured) implements NodeAttribute {

		/**
		 * Copies the names.
		 */
		public Other {
			captured = Set.copyOf(captured);
		}

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
