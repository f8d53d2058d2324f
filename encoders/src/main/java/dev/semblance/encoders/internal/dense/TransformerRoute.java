package dev.semblance.encoders.internal.dense;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import org.jspecify.annotations.Nullable;

/**
 * A transformer whose whole way from token ids to the finished vector is one graph.
 */
final class TransformerRoute implements DenseRoute {

	private final TransformerRunner runner;

	private final Graph graph;

	TransformerRoute(TransformerRunner runner, Graph graph) {
		this.runner = runner;
		this.graph = graph;
	}

	/**
	 * Counts the dimensions of a vector where the ONNX file leaves them open. Closes the
	 * route if that fails.
	 */
	TransformerRoute withKnownDimensions() {
		OverlayOutput sentence = this.graph.sentence();
		if (sentence.dimensions() > 0) {
			return this;
		}
		try {
			int[] dimensions = new int[1];
			this.runner.whileOpen(() -> {
				this.runner.run(tokenize(List.of(""), ""), List.of(sentence.name()),
						(batch, outputs) -> dimensions[0] = outputs.floats(sentence.name()).remaining());
				return dimensions;
			});
			return new TransformerRoute(this.runner, new Graph(new OverlayOutput(sentence.name(), dimensions[0]),
					this.graph.tokens(), this.graph.pooling(), this.graph.normalized(), this.graph.includePrompt()));
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	@Override
	public int dimensions() {
		return this.graph.sentence().dimensions();
	}

	@Override
	public int maxLength() {
		return this.runner.maxLength();
	}

	@Override
	public String pooling() {
		return this.graph.pooling();
	}

	@Override
	public boolean normalized() {
		return this.graph.normalized();
	}

	@Override
	public Device device() {
		return this.runner.device();
	}

	@Override
	public DenseEncoding encode(List<String> texts, String prompt) {
		return this.runner.whileOpen(() -> {
			List<TokenizedText> tokenized = tokenize(texts, prompt);
			float[][] vectors = new float[texts.size()][];
			String output = this.graph.sentence().name();
			this.runner.run(tokenized, List.of(output), (batch, outputs) -> {
				FloatBuffer values = outputs.floats(output);
				for (int position : batch.positions()) {
					vectors[position] = new float[dimensions()];
					values.get(vectors[position]);
				}
			});
			return new DenseEncoding(Arrays.asList(vectors), TransformerRunner.usage(tokenized));
		});
	}

	private List<TokenizedText> tokenize(List<String> texts, String prompt) {
		List<TokenizedText> tokenized = this.runner.tokenize(texts, prompt, maxLength());
		if (this.graph.includePrompt() || prompt.isEmpty()) {
			return tokenized;
		}
		int length = this.runner.promptLength(prompt);
		return tokenized.stream().map((text) -> text.withPrompt(length)).toList();
	}

	@Override
	public TokenEncoding encodeTokens(List<String> texts, String prompt) {
		OverlayOutput output = this.graph.tokens();
		if (output == null) {
			throw new InvalidInputException("The model's ONNX file gives one vector per text and none per token.",
					"Export the model for feature extraction.");
		}
		return this.runner.whileOpen(() -> {
			List<TokenizedText> tokenized = tokenize(texts, prompt);
			return new TokenEncoding(this.runner.runForTokens(tokenized, output), TransformerRunner.usage(tokenized));
		});
	}

	@Override
	public void close() {
		this.runner.close();
	}

	/**
	 * What the graph gives.
	 *
	 * @param sentence the output of one vector per text
	 * @param tokens the output of token vectors, if it has one
	 * @param pooling how token vectors become one, in a word
	 * @param normalized whether vectors have unit length
	 * @param includePrompt whether a prompt's tokens count in pooling
	 */
	record Graph(OverlayOutput sentence, @Nullable OverlayOutput tokens, String pooling, boolean normalized,
			boolean includePrompt) {
	}

}
