package dev.semblance.encoders.internal.multivector;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenVectors;
import dev.semblance.encoders.internal.loading.UnitLength;

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
				model.prompts(), model.device(), model.version());
	}

	@Override
	public TokenEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		TokenEncoding encoding = this.encoder.encodeTokens(texts, role, prompt);
		encoding.texts().forEach(DenseTokenEncoder::normalize);
		return encoding;
	}

	/** The values are this call's own, so they can be changed where they are. */
	private static void normalize(TokenVectors vectors) {
		for (int token = 0; token < vectors.count(); token++) {
			UnitLength.apply(vectors.values(), token * vectors.dimensions(), vectors.dimensions());
		}
	}

	@Override
	public EncoderStatistics statistics() {
		return this.encoder.statistics();
	}

	@Override
	public void close() {
		this.encoder.close();
	}

}
