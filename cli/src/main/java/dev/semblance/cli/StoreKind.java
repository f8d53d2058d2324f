package dev.semblance.cli;

import java.util.Locale;

import dev.semblance.encoders.InvalidInputException;

/**
 * Where documents are kept.
 */
enum StoreKind {

	/** In memory, gone afterwards. */
	MEMORY,

	/** In a Lucene index on disk. */
	LUCENE,

	/** In PostgreSQL. */
	PGVECTOR;

	/**
	 * Finds a kind by its name.
	 * @param label the name in lower case
	 * @return the kind
	 * @throws InvalidInputException if there is none of that name
	 */
	static StoreKind labelled(String label) {
		for (StoreKind kind : values()) {
			if (kind.name().toLowerCase(Locale.ROOT).equals(label)) {
				return kind;
			}
		}
		throw new InvalidInputException("Unknown store '%s'.".formatted(label), "Use memory, lucene or pgvector.");
	}

}
