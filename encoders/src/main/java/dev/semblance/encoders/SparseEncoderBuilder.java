package dev.semblance.encoders;

import dev.semblance.encoders.internal.sparse.SparseEncoderLoader;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link SparseEncoder}. Everything not set here is the model's own: pooling,
 * maximum length, prompts. Not safe for concurrent use.
 */
public final class SparseEncoderBuilder extends EncoderBuilder<SparseEncoderBuilder> {

	private @Nullable Integer maxActiveDimensions;

	SparseEncoderBuilder(String model) {
		super(model);
	}

	@Override
	SparseEncoderBuilder self() {
		return this;
	}

	/**
	 * Keeps only the largest values of every vector; as many as the model's files say if
	 * not set.
	 * @param dimensions how many to keep, 1 or more
	 * @return this builder
	 */
	public SparseEncoderBuilder maxActiveDimensions(int dimensions) {
		if (dimensions < 1) {
			throw new InvalidInputException("Sparse vectors are to keep %d dimensions.".formatted(dimensions),
					"Keep 1 or more.");
		}
		this.maxActiveDimensions = dimensions;
		return this;
	}

	/**
	 * Loads the model.
	 * @return an encoder that the caller must close
	 * @throws ModelNotFoundException if the reference leads to no model
	 * @throws InvalidModelException if the model's files are missing, broken or not
	 * supported
	 * @throws DeviceUnavailableException if a device was asked for by name and cannot be
	 * used
	 */
	public SparseEncoder build() {
		return SparseEncoderLoader.load(model(), settings(), this.maxActiveDimensions);
	}

}
