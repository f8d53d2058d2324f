package dev.semblance.encoders;

import dev.semblance.encoders.internal.multivector.MultiVectorEncoderLoader;

/**
 * Builds a {@link MultiVectorEncoder}. Everything not set here is the model's own: skip
 * list, query expansion, prompts. Not safe for concurrent use.
 */
public final class MultiVectorEncoderBuilder extends EncoderBuilder<MultiVectorEncoderBuilder> {

	MultiVectorEncoderBuilder(String model) {
		super(model);
	}

	@Override
	MultiVectorEncoderBuilder self() {
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
	public MultiVectorEncoder build() {
		return MultiVectorEncoderLoader.load(model(), settings());
	}

}
