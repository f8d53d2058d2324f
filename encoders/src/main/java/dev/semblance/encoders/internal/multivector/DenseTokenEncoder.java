package dev.semblance.encoders.internal.multivector;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenVectors;

/**
 * A dense model's token vectors, brought to unit length.
 */
public final class DenseTokenEncoder implements MultiVectorEncoder {

	private final DenseEncoder encoder;

	/**
	 * Creates an encoder.
	 * @param encoder the dense encoder, closed together with this
	 */
	public DenseTokenEncoder(DenseEncoder encoder) {
		this.encoder = encoder;
	}

	@Override
	public MultiVectorModel model() {
		DenseModel model = this.encoder.model();
		return new MultiVectorModel(model.name(), model.dimensions(), model.maxLength(), LateInteraction.MAXSIM,
				model.prompts(), model.device());
	}

	@Override
	public TokenEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		TokenEncoding encoding = this.encoder.encodeTokens(texts, role, prompt);
		encoding.texts().forEach(DenseTokenEncoder::normalize);
		return encoding;
	}

	/** The values are this call's own, so they can be changed where they are. */
	private static void normalize(TokenVectors vectors) {
		int dimensions = vectors.dimensions();
		float[] values = vectors.values();
		for (int start = 0; start < values.length; start += dimensions) {
			double squares = 0;
			for (int i = start; i < start + dimensions; i++) {
				squares += (double) values[i] * values[i];
			}
			double length = Math.max(Math.sqrt(squares), 1e-12);
			for (int i = start; i < start + dimensions; i++) {
				values[i] = (float) (values[i] / length);
			}
		}
	}

	@Override
	public void close() {
		this.encoder.close();
	}

}
