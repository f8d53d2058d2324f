package dev.semblance.retrieval;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.semblance.encoders.InvalidInputException;

/**
 * One ranked list that enters fusion.
 */
public enum Leg {

	/** Nearest dense vectors. */
	DENSE,

	/** Largest inner products of sparse vectors (SPLADE, BM25 as sparse). */
	SPARSE,

	/** Best matching words (BM25). */
	LEXICAL;

	/**
	 * Returns the name used in properties, options and JSON.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Finds a leg by its name.
	 * @param label the name, for example {@code dense}
	 * @return the leg
	 * @throws InvalidInputException if there is none of that name
	 */
	public static Leg labelled(String label) {
		for (Leg leg : values()) {
			if (leg.label().equals(label.strip())) {
				return leg;
			}
		}
		throw new InvalidInputException("Unknown leg '%s'.".formatted(label),
				"Use one of %s.".formatted(Arrays.stream(values()).map(Leg::label).collect(Collectors.joining(", "))));
	}

}
