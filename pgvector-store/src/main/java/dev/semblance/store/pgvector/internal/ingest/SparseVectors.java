package dev.semblance.store.pgvector.internal.ingest;

import java.util.concurrent.atomic.AtomicLong;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks sparse vectors, and cuts those of documents to the number of active dimensions
 * that an index takes and that fits into a page. Safe for concurrent callers.
 */
public final class SparseVectors {

	/** Most active dimensions of a document that are kept. */
	public static final int MOST_ACTIVE = 1000;

	/** Most active dimensions of a query. */
	private static final int MOST_ACTIVE_OF_QUERY = 16_000;

	/** Beyond it the single-precision inner product of two vectors could overflow. */
	private static final float LARGEST = 0x1p50f;

	private static final Logger logger = LoggerFactory.getLogger(SparseVectors.class);

	private final SpaceDescription space;

	private final AtomicLong cut = new AtomicLong();

	/**
	 * Creates checks.
	 * @param space the space of the vectors
	 */
	public SparseVectors(SpaceDescription space) {
		this.space = space;
	}

	/**
	 * Returns how many vectors were cut.
	 * @return the number
	 */
	public long cut() {
		return this.cut.get();
	}

	/**
	 * Checks a document's vector, and cuts it if it is too long.
	 * @param vector the vector
	 * @param owner whose it is, for the message
	 * @return the vector
	 * @throws InvalidInputException if it cannot be stored and compared
	 */
	public SparseVector ofDocument(@Nullable SparseVector vector, String owner) {
		SparseVector checked = checked(vector, owner);
		if (checked.activeDimensions() <= MOST_ACTIVE) {
			return checked;
		}
		if (this.cut.getAndIncrement() == 0) {
			logger.warn("{} has {} active terms, of which the {} strongest are kept; further ones are counted only.",
					owner, checked.activeDimensions(), MOST_ACTIVE);
		}
		return checked.top(MOST_ACTIVE);
	}

	/**
	 * Checks a query's vector.
	 * @param vector the vector
	 * @return the vector
	 * @throws InvalidInputException if it cannot be compared
	 */
	public SparseVector ofQuery(SparseVector vector) {
		SparseVector checked = checked(vector, "The query");
		if (checked.activeDimensions() > MOST_ACTIVE_OF_QUERY) {
			throw new InvalidInputException(
					"The query has a sparse vector with %d active dimensions.".formatted(checked.activeDimensions()),
					"Use at most %d, for example by limiting the encoder's active dimensions."
						.formatted(MOST_ACTIVE_OF_QUERY));
		}
		return checked;
	}

	private SparseVector checked(@Nullable SparseVector vector, String owner) {
		SparseVector required = new KeptVectors(this.space.model(), this.space.dimensions(), this.space).require(vector,
				owner);
		for (float value : required.values()) {
			if (!(Math.abs(value) <= LARGEST)) {
				throw new InvalidInputException("%s has a sparse vector with the value %s.".formatted(owner, value),
						"Use values of at most %.0e.".formatted(LARGEST));
			}
		}
		return required;
	}

}
