package dev.semblance.retrieval;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.encoders.TokenVectors;

/**
 * A multi-vector encoder without a model: every letter a to z is a token and points in a
 * direction of its own, so that MaxSim counts the query's letters that the document has.
 * It remembers its calls.
 */
public final class LetterTokenEncoder implements MultiVectorEncoder {

	/** Length of a token's vector. */
	public static final int DIMENSIONS = 26;

	private final List<LetterCountEncoder.Call> calls = new ArrayList<>();

	private final LateInteraction interaction;

	private boolean closed;

	/**
	 * Creates an encoder.
	 * @param interaction how its vectors are compared
	 */
	public LetterTokenEncoder(LateInteraction interaction) {
		this.interaction = interaction;
	}

	/**
	 * Returns what was encoded.
	 * @return one entry per call
	 */
	public List<LetterCountEncoder.Call> calls() {
		return this.calls;
	}

	/**
	 * Tells whether it was closed.
	 * @return whether it was
	 */
	public boolean closed() {
		return this.closed;
	}

	@Override
	public MultiVectorModel model() {
		return new MultiVectorModel("letter-tokens", DIMENSIONS, 1000, this.interaction, Prompts.NONE, new Device.Cpu(),
				ModelVersion.UNKNOWN);
	}

	@Override
	public synchronized TokenEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		this.calls.add(new LetterCountEncoder.Call(List.copyOf(texts), role));
		List<TokenVectors> vectors = texts.stream().map(LetterTokenEncoder::vectors).toList();
		return new TokenEncoding(vectors, new TokenUsage(vectors.stream().mapToInt(TokenVectors::count).sum(), 0));
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private static TokenVectors vectors(String text) {
		int[] letters = text.chars().filter((letter) -> letter >= 'a' && letter <= 'z').toArray();
		float[] values = new float[letters.length * DIMENSIONS];
		for (int i = 0; i < letters.length; i++) {
			values[i * DIMENSIONS + letters[i] - 'a'] = 1;
		}
		return new TokenVectors(DIMENSIONS, values);
	}

}
