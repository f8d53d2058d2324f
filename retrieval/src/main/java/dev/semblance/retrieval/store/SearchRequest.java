package dev.semblance.retrieval.store;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.fusion.Fusion;
import org.jspecify.annotations.Nullable;

/**
 * A search by one or more legs.
 *
 * @param legs what each leg is asked; at least one, each leg once
 * @param fusion how several legs become one ranking; not used with one leg
 * @param limit largest number of candidates, 1 or more
 * @param window how many documents each leg brings into fusion; at least the limit
 * @param filter condition that every candidate meets, if any; it is applied inside each
 * leg, so it never leaves fewer candidates than there are matching documents
 */
public record SearchRequest(List<LegQuery> legs, Fusion fusion, int limit, int window,
		@Nullable MetadataFilter filter) {

	/** Largest window and limit. */
	public static final int MAX_WINDOW = 10_000;

	/**
	 * Checks the request.
	 */
	public SearchRequest {
		legs = List.copyOf(legs);
		if (legs.isEmpty()) {
			throw new InvalidInputException("The search has no legs.", "Ask at least one leg.");
		}
		if (legs.stream().map(LegQuery::leg).distinct().count() < legs.size()) {
			throw new InvalidInputException(
					"The search asks a leg twice: %s.".formatted(legs.stream().map(LegQuery::leg).toList()),
					"Ask each leg once.");
		}
		if (limit < 1 || limit > MAX_WINDOW) {
			throw new InvalidInputException("The search asks for %d candidates.".formatted(limit),
					"Ask for 1 to %d.".formatted(MAX_WINDOW));
		}
		if (window < limit || window > MAX_WINDOW) {
			throw new InvalidInputException("The search window is %d for %d candidates.".formatted(window, limit),
					"Use a window of at least the number of candidates and at most %d.".formatted(MAX_WINDOW));
		}
	}

}
