package dev.semblance.encoders.internal.dense;

import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.internal.loading.Routes;
import dev.semblance.encoders.internal.loading.UnitLength;

/**
 * A dense encoder: sends texts the way of their role, and cuts and normalizes what comes
 * back if the caller wants it.
 */
final class RoutedDenseEncoder implements DenseEncoder {

	private final DenseModel model;

	private final Routes<DenseRoute> routes;

	private final boolean normalize;

	RoutedDenseEncoder(DenseModel model, Routes<DenseRoute> routes, boolean normalize) {
		this.model = model;
		this.routes = routes;
		this.normalize = normalize;
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		DenseEncoding encoding = this.routes.of(role).encode(texts, this.model.prompts().resolve(role, prompt));
		return new DenseEncoding(encoding.vectors().stream().map(this::finish).toList(), encoding.usage());
	}

	private float[] finish(float[] vector) {
		float[] cut = (vector.length > this.model.dimensions()) ? Arrays.copyOf(vector, this.model.dimensions())
				: vector;
		if (this.normalize) {
			UnitLength.apply(cut, 0, cut.length);
		}
		for (float value : cut) {
			if (!Float.isFinite(value)) {
				throw new EncodingException("%s gave %s in the vector of a text.".formatted(this.model.name(), value),
						"Use the model in single precision, or another export of it.");
			}
		}
		return cut;
	}

	@Override
	public TokenEncoding encodeTokens(List<String> texts, TextRole role, Prompt prompt) {
		return this.routes.of(role).encodeTokens(texts, this.model.prompts().resolve(role, prompt));
	}

	@Override
	public List<Integer> countTokens(List<String> texts, TextRole role) {
		return this.routes.of(role).countTokens(texts);
	}

	@Override
	public EncoderStatistics statistics() {
		return this.routes.all()
			.stream()
			.map(DenseRoute::statistics)
			.reduce(EncoderStatistics.NONE, EncoderStatistics::plus);
	}

	@Override
	public void close() {
		this.routes.close();
	}

}
