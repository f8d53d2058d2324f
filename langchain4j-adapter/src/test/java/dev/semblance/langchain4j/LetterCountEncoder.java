package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
 * Counts how often each letter occurs, prompt included: as many dimensions as letters.
 * Records what it was asked.
 */
final class LetterCountEncoder implements DenseEncoder {

	static final DenseModel MODEL = new DenseModel("letters", 26, 512, "none", false, SimilarityFunction.COSINE,
			new Prompts(Map.of("query", "query: ", "document", "passage: "), null), new Device.Cpu(),
			ModelVersion.UNKNOWN);

	final List<String> encoded = new ArrayList<>();

	private final DenseModel model;

	boolean broken;

	LetterCountEncoder() {
		this(MODEL);
	}

	LetterCountEncoder(DenseModel model) {
		this.model = model;
	}

	@Override
	public DenseModel model() {
		return this.model;
	}

	@Override
	public DenseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		if (this.broken) {
			throw new EncodingException("The encoder is broken.", "Mend it.");
		}
		List<String> prompted = texts.stream().map((text) -> MODEL.prompts().resolve(role, prompt) + text).toList();
		this.encoded.addAll(prompted);
		long letters = prompted.stream().mapToLong(String::length).sum();
		return new DenseEncoding(prompted.stream().map(LetterCountEncoder::vector).toList(),
				new TokenUsage(letters, 0));
	}

	private static float[] vector(String text) {
		float[] vector = new float[26];
		text.chars()
			.map(Character::toLowerCase)
			.filter((character) -> character >= 'a' && character <= 'z')
			.forEach((letter) -> vector[letter - 'a']++);
		return vector;
	}

	@Override
	public void close() {
		throw new AssertionError("An adapter does not own its encoder.");
	}

}
