package dev.semblance.encoders;

import dev.semblance.encoders.internal.cross.CrossEncoderLoader;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CrossEncoder}. Everything not set here is the model's own: activation,
 * maximum length, labels. Not safe for concurrent use.
 */
public final class CrossEncoderBuilder extends EncoderBuilder<CrossEncoderBuilder> {

	private @Nullable Activation activation;

	CrossEncoderBuilder(String model) {
		super(model);
	}

	@Override
	CrossEncoderBuilder self() {
		return this;
	}

	/**
	 * Replaces what is applied to the model's scores.
	 * @param activation for example {@link Activation#IDENTITY} for the bare logits
	 * @return this builder
	 */
	public CrossEncoderBuilder activation(Activation activation) {
		this.activation = activation;
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
	public CrossEncoder build() {
		return CrossEncoderLoader.load(model(), settings(), this.activation);
	}

}
