package dev.semblance.encoders.internal.dense;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.Truncation;
import dev.semblance.encoders.internal.runtime.Batch;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.TensorBatch;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * A dense encoder whose whole pipeline from token ids to the finished vector is one ONNX
 * graph. Batches of a call run one after the other on the caller's thread; ONNX Runtime
 * spreads each over the cores.
 */
final class OnnxDenseEncoder implements DenseEncoder {

	private final DenseModel model;

	private final TextTokenizer tokenizer;

	private final InferenceSession session;

	private final Graph graph;

	private final int tokenBudget;

	private final Truncation truncation;

	private final boolean lowerCase;

	OnnxDenseEncoder(DenseModel model, TextTokenizer tokenizer, InferenceSession session, Graph graph, int tokenBudget,
			Truncation truncation, boolean lowerCase) {
		this.model = model;
		this.tokenizer = tokenizer;
		this.session = session;
		this.graph = graph;
		this.tokenBudget = tokenBudget;
		this.truncation = truncation;
		this.lowerCase = lowerCase;
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return this.session.whileOpen(() -> encodeWhileOpen(texts, this.model.prompts().resolve(role, prompt)));
	}

	private DenseEncoding encodeWhileOpen(List<String> texts, String prompt) {
		if (texts.isEmpty()) {
			return new DenseEncoding(List.of(), TokenUsage.NONE);
		}
		List<TokenizedText> tokenized = this.tokenizer.tokenize(prepare(texts, prompt), this.model.maxLength());
		TokenUsage usage = usage(tokenized);
		List<Batch> batches = Batch.plan(tokenized, this.tokenBudget);
		float[][] vectors = new float[texts.size()][];
		run(batches, tokenized, vectors);
		return new DenseEncoding(Arrays.asList(vectors), usage);
	}

	/**
	 * Prompt, trimming and case as sentence-transformers does it before its tokenizer.
	 */
	private List<String> prepare(List<String> texts, String prompt) {
		List<String> prepared = new ArrayList<>(texts.size());
		for (String text : texts) {
			if (text == null) {
				throw new InvalidInputException("Text %d of %d is null.".formatted(prepared.size() + 1, texts.size()),
						"Give a string for every text; the empty string will do.");
			}
			String prompted = (prompt + text).strip();
			prepared.add(this.lowerCase ? prompted.toLowerCase(Locale.ROOT) : prompted);
		}
		return prepared;
	}

	private TokenUsage usage(List<TokenizedText> texts) {
		long tokens = 0;
		int truncated = 0;
		for (TokenizedText text : texts) {
			tokens += text.ids().length;
			if (text.truncated()) {
				truncated++;
				if (this.truncation == Truncation.FAIL) {
					throw new InvalidInputException("Text %d of %d has at least %d tokens; %s takes %d at most."
						.formatted(texts.indexOf(text) + 1, texts.size(), text.untruncatedLength(), this.model.name(),
								this.model.maxLength()),
							"Split the text, or allow truncation.");
				}
			}
		}
		return new TokenUsage(tokens, truncated);
	}

	private void run(List<Batch> batches, List<TokenizedText> tokenized, float[][] vectors) {
		int dimensions = this.model.dimensions();
		int largest = batches.stream().mapToInt((batch) -> batch.positions().size() * batch.length()).max().orElse(0);
		int rows = batches.stream().mapToInt((batch) -> batch.positions().size()).max().orElse(0);
		TensorBatch inputs = new TensorBatch(this.graph.inputs(), this.graph.paddingToken(), largest);
		FloatBuffer output = ByteBuffer.allocateDirect(rows * dimensions * Float.BYTES)
			.order(ByteOrder.nativeOrder())
			.asFloatBuffer();
		for (Batch batch : batches) {
			inputs.fill(batch, tokenized);
			this.session.run(inputs, this.graph.output(), batch.positions().size(), dimensions, output.clear());
			for (int position : batch.positions()) {
				vectors[position] = new float[dimensions];
				output.get(vectors[position]);
				requireFinite(vectors[position], tokenized.get(position));
			}
		}
	}

	private void requireFinite(float[] vector, TokenizedText text) {
		for (float value : vector) {
			if (!Float.isFinite(value)) {
				throw new EncodingException("%s gave %s in the vector of a text of %d tokens."
					.formatted(this.model.name(), value, text.ids().length),
						"Use the model in single precision, or another export of it.");
			}
		}
	}

	@Override
	public void close() {
		this.session.close(this.tokenizer::close);
	}

	/**
	 * The names and numbers that tie the graph to its inputs and its output.
	 *
	 * @param inputs names of the inputs
	 * @param output name of the output of vectors
	 * @param paddingToken id of the token that fills up a text
	 */
	record Graph(List<String> inputs, String output, int paddingToken) {
	}

}
