package dev.semblance.encoders.internal.sparse;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.runtime.ModelOutputs;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import dev.semblance.encoders.internal.transformer.TransformerTask;
import dev.semblance.encoders.internal.transformer.TransformerTask.Preparation;
import dev.semblance.encoders.internal.transformer.TransformerTask.Results;

/**
 * A masked language model whose logits are pooled in the graph. Only the entries that are
 * not zero leave it: all of them, or the largest of each text.
 */
final class SpladeRoute implements SparseRoute {

	private final TransformerRunner runner;

	private final Graph graph;

	private final TransformerTask<SparseVector> task;

	SpladeRoute(TransformerRunner runner, Graph graph) {
		this.runner = runner;
		this.graph = graph;
		this.task = runner.task(
				List.of(new OutputTensor(graph.places(), OutputTensor.Shape.OPEN, 0),
						new OutputTensor(graph.values(), OutputTensor.Shape.OPEN, 0)),
				(texts, length, outputs) -> (graph.limit() > 0) ? readLargest(texts.size(), outputs)
						: readAll(texts.size(), outputs));
	}

	@Override
	public int dimensions() {
		return this.graph.dimensions();
	}

	@Override
	public int maxLength() {
		return this.runner.maxLength();
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
	public TextTokenizer tokenizer() {
		return this.runner.tokenizer();
	}

	@Override
	public SparseEncoding encode(List<String> texts, String prompt) {
		Results<SparseVector> results = this.task.run(texts,
				new Preparation(prompt, maxLength(), UnaryOperator.identity()));
		return new SparseEncoding(results.values(), results.usage());
	}

	/** As many dimensions and values for each text, largest first, zeros at the end. */
	private List<SparseVector> readLargest(int texts, ModelOutputs outputs) {
		LongBuffer dimensions = outputs.longs(this.graph.places());
		FloatBuffer values = outputs.floats(this.graph.values());
		SparseEntries entries = new SparseEntries();
		List<SparseVector> vectors = new ArrayList<>(texts);
		for (int row = 0; row < texts; row++) {
			for (int i = 0; i < this.graph.limit(); i++) {
				entries.add((int) dimensions.get(), values.get());
			}
			vectors.add(entries.take(dimensions()));
		}
		return vectors;
	}

	/** Pairs of row and dimension, row by row, and as many values. */
	private List<SparseVector> readAll(int texts, ModelOutputs outputs) {
		LongBuffer places = outputs.longs(this.graph.places());
		FloatBuffer values = outputs.floats(this.graph.values());
		SparseEntries entries = new SparseEntries();
		List<SparseVector> vectors = new ArrayList<>(texts);
		for (int row = 0; row < texts; row++) {
			while (values.hasRemaining() && places.get(places.position()) == row) {
				places.get();
				entries.add((int) places.get(), values.get());
			}
			vectors.add(entries.take(dimensions()));
		}
		return vectors;
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
	 * @param dimensions length of a vector
	 * @param places the output of the entries' places
	 * @param values the output of the entries' values
	 * @param limit how many entries of each text it gives; 0 for all
	 */
	record Graph(int dimensions, String places, String values, int limit) {
	}

}
