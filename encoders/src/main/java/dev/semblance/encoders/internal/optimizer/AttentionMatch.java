package dev.semblance.encoders.internal.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.encoders.internal.graph.GraphNode;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that look like attention: <code>softmax(query key / scale + mask) value</code>.
 * What their tensors really are must be seen in a run.
 *
 * @param last the node that makes the result, texts times tokens times dimensions
 * @param query the queries
 * @param key the keys
 * @param value the values
 * @param factors tensors of one number that scale the scores
 * @param divisors tensors of one number that scores are divided by
 * @param masks what is added to the scores
 * @param conditions where scores are kept, or left out
 */
record AttentionMatch(GraphNode last, Heads query, Heads key, Heads value, List<String> factors, List<String> divisors,
		List<String> masks, List<Condition> conditions) {

	/**
	 * Returns all tensors that must be seen.
	 */
	Set<String> unseen() {
		Set<String> unseen = new LinkedHashSet<>(this.factors);
		unseen.addAll(this.divisors);
		unseen.addAll(this.masks);
		this.conditions.forEach((condition) -> unseen.add(condition.name()));
		for (Heads heads : List.of(this.query, this.key, this.value)) {
			unseen.addAll(heads.unseen());
		}
		unseen.add(this.last.output());
		return unseen;
	}

	/**
	 * A tensor that is cut into heads.
	 *
	 * @param whole the tensor before it is cut, texts times tokens times dimensions, if
	 * it is known
	 * @param cut the tensor cut, texts times tokens times heads times dimensions, if it
	 * is there
	 * @param byHead the tensor cut and turned, texts times heads times tokens times
	 * dimensions, if it is there
	 */
	record Heads(@Nullable String whole, @Nullable String cut, @Nullable String byHead) {

		List<String> unseen() {
			List<String> unseen = new ArrayList<>();
			for (String name : new String[] { this.whole, this.cut, this.byHead }) {
				if (name != null) {
					unseen.add(name);
				}
			}
			return unseen;
		}

	}

	/**
	 * A choice between scores and a number that leaves them out.
	 *
	 * @param name the tensor that chooses
	 * @param keeps whether scores are kept where it is true
	 */
	record Condition(String name, boolean keeps) {
	}

}
