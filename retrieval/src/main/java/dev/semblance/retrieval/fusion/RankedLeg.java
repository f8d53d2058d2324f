package dev.semblance.retrieval.fusion;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Leg;

/**
 * One leg's result, ready for fusion.
 *
 * @param leg which leg it is
 * @param weight how much it counts, 0 or more; 1 is usual
 * @param entries what it found, best first, every document at most once
 */
public record RankedLeg(Leg leg, double weight, List<Entry> entries) {

	/**
	 * Checks the weight and copies the entries.
	 */
	public RankedLeg {
		requireWeight(leg, weight);
		entries = List.copyOf(entries);
	}

	/**
	 * Checks a leg's weight.
	 * @param leg the leg
	 * @param weight the weight
	 * @throws InvalidInputException if it is negative or not finite
	 */
	public static void requireWeight(Leg leg, double weight) {
		if (!(weight >= 0) || Double.isInfinite(weight)) {
			throw new InvalidInputException("The weight of the %s leg is %s.".formatted(leg.label(), weight),
					"Use a finite number of 0 or more; 1 is usual.");
		}
	}

	/**
	 * One document of a leg.
	 *
	 * @param id the document's id
	 * @param score the leg's own score
	 */
	public record Entry(String id, double score) {
	}

}
