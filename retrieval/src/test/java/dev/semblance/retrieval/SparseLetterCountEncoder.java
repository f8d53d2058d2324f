package dev.semblance.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseModel;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.WeightedTerm;

/**
 * A sparse encoder without a model: a vector counts the letters a to z. It remembers its
 * calls.
 */
public final class SparseLetterCountEncoder implements SparseEncoder {

	private static final int DIMENSIONS = 26;

	private final String name;

	private final List<LetterCountEncoder.Call> calls = new ArrayList<>();

	/**
	 * Creates an encoder.
	 * @param name the name of its model
	 */
	public SparseLetterCountEncoder(String name) {
		this.name = name;
	}

	/**
	 * Returns what was encoded.
	 * @return one entry per call
	 */
	public List<LetterCountEncoder.Call> calls() {
		return this.calls;
	}

	@Override
	public SparseModel model() {
		return new SparseModel(this.name, DIMENSIONS, 1000, null, Prompts.NONE, new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		this.calls.add(new LetterCountEncoder.Call(List.copyOf(texts), role));
		return new SparseEncoding(texts.stream().map(SparseLetterCountEncoder::vector).toList(),
				new TokenUsage(texts.size(), 0));
	}

	@Override
	public List<WeightedTerm> decode(SparseVector vector, int limit) {
		SparseVector top = vector.top(limit);
		return IntStream.range(0, top.activeDimensions())
			.mapToObj((i) -> new WeightedTerm(String.valueOf((char) ('a' + top.indices()[i])), top.values()[i]))
			.toList();
	}

	@Override
	public void close() {
		// Nothing to release.
	}

	private static SparseVector vector(String text) {
		float[] counts = new float[DIMENSIONS];
		text.toLowerCase(Locale.ROOT)
			.chars()
			.filter((character) -> character >= 'a' && character <= 'z')
			.forEach((character) -> counts[character - 'a']++);
		int[] indices = IntStream.range(0, DIMENSIONS).filter((i) -> counts[i] > 0).toArray();
		float[] values = new float[indices.length];
		for (int i = 0; i < indices.length; i++) {
			values[i] = counts[indices[i]];
		}
		return new SparseVector(DIMENSIONS, indices, values);
	}

}
