package dev.semblance.encoders.internal.cross;

import java.util.List;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.CrossEncoderModel;
import dev.semblance.encoders.CrossEncoding;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.transformer.BatchReader;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import dev.semblance.encoders.internal.transformer.TransformerTask;
import dev.semblance.encoders.internal.transformer.TransformerTask.Results;

/**
 * A cross-encoder whose whole way from token ids to the activated scores is one graph.
 */
final class OnnxCrossEncoder implements CrossEncoder {

	private final CrossEncoderModel model;

	private final TransformerRunner runner;

	private final TransformerTask<float[]> task;

	OnnxCrossEncoder(CrossEncoderModel model, TransformerRunner runner, String output) {
		this.model = model;
		this.runner = runner;
		this.task = runner.task(List.of(new OutputTensor(output, OutputTensor.Shape.TEXT, model.labels().size())),
				BatchReader.rows(output));
	}

	@Override
	public CrossEncoderModel model() {
		return this.model;
	}

	@Override
	public CrossEncoding predict(List<TextPair> pairs, Prompt prompt) {
		String prefix = this.model.prompts().resolve(TextRole.PLAIN, prompt);
		Results<float[]> results = this.task.runPairs(pairs, prefix);
		results.values().forEach(this::requireFinite);
		return new CrossEncoding(results.values(), results.usage());
	}

	private void requireFinite(float[] scores) {
		for (float score : scores) {
			if (!Float.isFinite(score)) {
				throw new EncodingException("%s gave the score %s to a pair.".formatted(this.model.name(), score),
						"Use the model in single precision, or another export of it.");
			}
		}
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
