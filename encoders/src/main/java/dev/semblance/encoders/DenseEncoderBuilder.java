package dev.semblance.encoders;

import dev.semblance.encoders.internal.dense.DenseEncoderLoader;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DenseEncoder}. Everything not set here is the model's own: pooling,
 * normalization, maximum length, prompts. Not safe for concurrent use.
 */
public final class DenseEncoderBuilder extends EncoderBuilder<DenseEncoderBuilder> {

	private @Nullable Integer dimensions;

	private boolean normalize;

	DenseEncoderBuilder(String model) {
		super(model);
	}

	@Override
	DenseEncoderBuilder self() {
		return this;
	}

	/**
	 * Keeps only the first dimensions of every vector, for models that were trained for
	 * it (Matryoshka). As in sentence-transformers the cut comes after the model's own
	 * normalization, so that vectors lose their unit length unless {@link #normalize()}
	 * is called, too.
	 * @param dimensions how many to keep, 1 or more; all if the model has fewer
	 * @return this builder
	 */
	public DenseEncoderBuilder dimensions(int dimensions) {
		if (dimensions < 1) {
			throw new InvalidInputException("Vectors are to be cut to %d dimensions.".formatted(dimensions),
					"Keep 1 or more.");
		}
		this.dimensions = dimensions;
		return this;
	}

	/**
	 * Brings vectors to unit length, whether the model's files ask for it or not.
	 * @return this builder
	 */
	public DenseEncoderBuilder normalize() {
		this.normalize = true;
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
	public DenseEncoder build() {
		return DenseEncoderLoader.load(model(), settings(), this.dimensions, this.normalize);
	}

}
