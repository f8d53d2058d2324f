package dev.semblance.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenUsage;

/**
 * A dense encoder without a model: a vector counts the letters a to z. It remembers its
 * calls, and fails on a text that contains {@link #POISON}.
 */
public final class LetterCountEncoder implements DenseEncoder {

	/** A text that contains this cannot be encoded. */
	public static final String POISON = "poison";

	/** A text that contains this interrupts the thread that encodes it. */
	public static final String INTERRUPT = "interrupt";

	private static final int DIMENSIONS = 26;

	private final String name;

	private final List<Call> calls = new ArrayList<>();

	/**
	 * Creates an encoder.
	 * @param name the name of its model
	 */
	public LetterCountEncoder(String name) {
		this.name = name;
	}

	/**
	 * Returns what was encoded.
	 * @return one entry per call
	 */
	public List<Call> calls() {
		return this.calls;
	}

	@Override
	public DenseModel model() {
		return new DenseModel(this.name, DIMENSIONS, 1000, "sum", false, SimilarityFunction.COSINE, Prompts.NONE,
				new Device.Cpu(), ModelVersion.UNKNOWN);
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		if (texts.stream().anyMatch((text) -> text.contains(POISON))) {
			throw new EncodingException("A text is poisoned.", "Give another.");
		}
		if (texts.stream().anyMatch((text) -> text.contains(INTERRUPT))) {
			Thread.currentThread().interrupt();
			throw new CallCancelledException("The call was interrupted.", "Repeat it.");
		}
		this.calls.add(new Call(List.copyOf(texts), role));
		return new DenseEncoding(texts.stream().map(LetterCountEncoder::vector).toList(),
				new TokenUsage(texts.size(), 0));
	}

	@Override
	public void close() {
		// Nothing to release.
	}

	private static float[] vector(String text) {
		float[] vector = new float[DIMENSIONS];
		text.toLowerCase(Locale.ROOT)
			.chars()
			.filter((character) -> character >= 'a' && character <= 'z')
			.forEach((character) -> vector[character - 'a']++);
		return vector;
	}

	/**
	 * One call of the encoder.
	 *
	 * @param texts what was encoded
	 * @param role what for
	 */
	public record Call(List<String> texts, TextRole role) {
	}

}
