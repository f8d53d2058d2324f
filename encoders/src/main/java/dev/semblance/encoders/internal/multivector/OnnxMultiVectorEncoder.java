package dev.semblance.encoders.internal.multivector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenVectors;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TransformerRunner;

/**
 * A transformer that gives one finished vector per token.
 */
final class OnnxMultiVectorEncoder implements MultiVectorEncoder {

	private final MultiVectorModel model;

	private final TransformerRunner runner;

	private final OverlayOutput output;

	private final RoleLengths lengths;

	private final TokenFilter filter;

	OnnxMultiVectorEncoder(MultiVectorModel model, TransformerRunner runner, OverlayOutput output, RoleLengths lengths,
			TokenFilter filter) {
		this.model = model;
		this.runner = runner;
		this.output = output;
		this.lengths = lengths;
		this.filter = filter;
	}

	@Override
	public MultiVectorModel model() {
		return this.model;
	}

	@Override
	public TokenEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		String prefix = this.model.prompts().resolve(role, prompt);
		return this.runner.whileOpen(() -> {
			List<TokenizedText> tokenized = this.runner.tokenize(texts, prefix, this.lengths.limit(role));
			List<TokenizedText> expanded = tokenized.stream().map((text) -> this.lengths.expand(text, role)).toList();
			List<TokenVectors> vectors = this.runner.runForTokens(expanded, this.output);
			List<TokenVectors> counting = new ArrayList<>(texts.size());
			for (int i = 0; i < vectors.size(); i++) {
				counting.add(counting(vectors.get(i), expanded.get(i), role));
			}
			return new TokenEncoding(counting, TransformerRunner.usage(expanded));
		});
	}

	private TokenVectors counting(TokenVectors vectors, TokenizedText text, TextRole role) {
		int dimensions = vectors.dimensions();
		float[] kept = new float[vectors.values().length];
		int length = 0;
		for (int token = 0; token < vectors.count(); token++) {
			if (this.filter.counts(text.ids()[token], role)) {
				System.arraycopy(vectors.values(), token * dimensions, kept, length, dimensions);
				length += dimensions;
			}
		}
		return new TokenVectors(dimensions, Arrays.copyOf(kept, length));
	}

	@Override
	public void close() {
		this.runner.close();
	}

}
