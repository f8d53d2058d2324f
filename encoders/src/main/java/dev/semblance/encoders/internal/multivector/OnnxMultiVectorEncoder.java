package dev.semblance.encoders.internal.multivector;

import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenVectors;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TextTokenVectors;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import dev.semblance.encoders.internal.transformer.TransformerTask;
import dev.semblance.encoders.internal.transformer.TransformerTask.Preparation;
import dev.semblance.encoders.internal.transformer.TransformerTask.Results;

/**
 * A transformer that gives one finished vector per token.
 */
final class OnnxMultiVectorEncoder implements MultiVectorEncoder {

	private final MultiVectorModel model;

	private final TransformerRunner runner;

	private final TransformerTask<TextTokenVectors> task;

	private final RoleLengths lengths;

	private final TokenFilter filter;

	OnnxMultiVectorEncoder(MultiVectorModel model, TransformerRunner runner, OverlayOutput output, RoleLengths lengths,
			TokenFilter filter) {
		this.model = model;
		this.runner = runner;
		OutputTensor tokens = new OutputTensor(output.name(), OutputTensor.Shape.TOKEN, output.dimensions());
		this.task = runner.task(List.of(tokens), TextTokenVectors.reader(tokens));
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
		Results<TextTokenVectors> results = this.task.run(texts,
				new Preparation(prefix, this.lengths.limit(role), (text) -> this.lengths.expand(text, role)));
		return new TokenEncoding(results.values()
			.stream()
			.map((text) -> counting(text.requireFinite(this.model.name()), text.text(), role))
			.toList(), results.usage());
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
	public EncoderStatistics statistics() {
		return this.runner.statistics();
	}

	@Override
	public void close() {
		this.runner.close();
	}

}
