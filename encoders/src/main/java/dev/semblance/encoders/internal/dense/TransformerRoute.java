package dev.semblance.encoders.internal.dense;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.onnx.ModuleOverlay.OverlayOutput;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.transformer.BatchReader;
import dev.semblance.encoders.internal.transformer.TextTokenVectors;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import dev.semblance.encoders.internal.transformer.TransformerTask;
import dev.semblance.encoders.internal.transformer.TransformerTask.Preparation;
import dev.semblance.encoders.internal.transformer.TransformerTask.Results;
import org.jspecify.annotations.Nullable;

/**
 * A transformer whose whole way from token ids to the finished vector is one graph.
 */
final class TransformerRoute implements DenseRoute {

	private final TransformerRunner runner;

	private final Graph graph;

	private final TransformerTask<float[]> sentences;

	private final @Nullable TransformerTask<TextTokenVectors> tokens;

	TransformerRoute(TransformerRunner runner, Graph graph) {
		this.runner = runner;
		this.sentences = runner.task(List.of(textTensor(graph.sentence())), BatchReader.rows(graph.sentence().name()));
		this.graph = graph.withDimensions(() -> countDimensions(this.sentences));
		OverlayOutput output = graph.tokens();
		this.tokens = (output != null) ? tokenTask(runner, output) : null;
	}

	private static OutputTensor textTensor(OverlayOutput output) {
		return new OutputTensor(output.name(), OutputTensor.Shape.TEXT, output.dimensions());
	}

	private static TransformerTask<TextTokenVectors> tokenTask(TransformerRunner runner, OverlayOutput output) {
		OutputTensor tensor = new OutputTensor(output.name(), OutputTensor.Shape.TOKEN, output.dimensions());
		return runner.task(List.of(tensor), TextTokenVectors.reader(tensor));
	}

	/** Where the ONNX file leaves them open. */
	private int countDimensions(TransformerTask<float[]> task) {
		return task.run(List.of(""), new Preparation("", maxLength(), UnaryOperator.identity())).values().get(0).length;
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
	public RunningGraph running() {
		return this.runner.running();
	}

	@Override
	public DenseEncoding encode(List<String> texts, String prompt) {
		Results<float[]> results = this.sentences.run(texts, preparation(prompt));
		return new DenseEncoding(results.values(), results.usage());
	}

	private Preparation preparation(String prompt) {
		if (this.graph.includePrompt() || prompt.isEmpty()) {
			return new Preparation(prompt, maxLength(), UnaryOperator.identity());
		}
		int length = this.runner.promptLength(prompt);
		return new Preparation(prompt, maxLength(), (text) -> text.withPrompt(length));
	}

	@Override
	public TokenEncoding encodeTokens(List<String> texts, String prompt) {
		if (this.tokens == null) {
			throw new InvalidInputException("The model's ONNX file gives one vector per text and none per token.",
					"Export the model for feature extraction.");
		}
		Results<TextTokenVectors> results = this.tokens.run(texts, preparation(prompt));
		return new TokenEncoding(
				results.values().stream().map((text) -> text.requireFinite(this.runner.model())).toList(),
				results.usage());
	}

	@Override
	public List<Integer> countTokens(List<String> texts) {
		return this.runner.whileOpen(() -> this.runner.tokenizer().count(texts));
	}

	@Override
	public EncoderStatistics statistics() {
		return this.runner.statistics();
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

		Graph withDimensions(IntSupplier counted) {
			if (this.sentence.dimensions() > 0) {
				return this;
			}
			return new Graph(new OverlayOutput(this.sentence.name(), counted.getAsInt()), this.tokens, this.pooling,
					this.normalized, this.includePrompt);
		}

	}

}
