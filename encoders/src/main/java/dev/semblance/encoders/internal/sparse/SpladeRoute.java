package dev.semblance.encoders.internal.sparse;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.internal.runtime.Batch;
import dev.semblance.encoders.internal.runtime.ModelOutputs;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TransformerRunner;

/**
 * A masked language model whose logits are pooled in the graph. Only the entries that are
 * not zero leave it: all of them, or the largest of each text.
 */
final class SpladeRoute implements SparseRoute {

	private final TransformerRunner runner;

	private final Graph graph;

	SpladeRoute(TransformerRunner runner, Graph graph) {
		this.runner = runner;
		this.graph = graph;
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
	public TextTokenizer tokenizer() {
		return this.runner.tokenizer();
	}

	@Override
	public SparseEncoding encode(List<String> texts, String prompt) {
		return this.runner.whileOpen(() -> {
			List<TokenizedText> tokenized = this.runner.tokenize(texts, prompt, maxLength());
			SparseVector[] vectors = new SparseVector[texts.size()];
			this.runner.run(tokenized, List.of(this.graph.places(), this.graph.values()), (batch, outputs) -> {
				if (this.graph.limit() > 0) {
					readLargest(batch, outputs, vectors);
				}
				else {
					readAll(batch, outputs, vectors);
				}
			});
			return new SparseEncoding(Arrays.asList(vectors), TransformerRunner.usage(tokenized));
		});
	}

	/** As many dimensions and values for each text, largest first, zeros at the end. */
	private void readLargest(Batch batch, ModelOutputs outputs, SparseVector[] vectors) {
		LongBuffer dimensions = outputs.longs(this.graph.places());
		FloatBuffer values = outputs.floats(this.graph.values());
		SparseEntries entries = new SparseEntries();
		for (int position : batch.positions()) {
			for (int i = 0; i < this.graph.limit(); i++) {
				entries.add((int) dimensions.get(), values.get());
			}
			vectors[position] = entries.take(dimensions());
		}
	}

	/** Pairs of row and dimension, row by row, and as many values. */
	private void readAll(Batch batch, ModelOutputs outputs, SparseVector[] vectors) {
		LongBuffer places = outputs.longs(this.graph.places());
		FloatBuffer values = outputs.floats(this.graph.values());
		SparseEntries entries = new SparseEntries();
		for (int row = 0; row < batch.positions().size(); row++) {
			while (values.hasRemaining() && places.get(places.position()) == row) {
				places.get();
				entries.add((int) places.get(), values.get());
			}
			vectors[batch.positions().get(row)] = entries.take(dimensions());
		}
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
