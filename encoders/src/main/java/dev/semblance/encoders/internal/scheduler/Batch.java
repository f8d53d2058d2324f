package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts of one model that run together.
 *
 * @param texts the texts, shortest first
 * @param length number of tokens that every text is filled up to
 * @param <T> what the model makes of a text
 */
record Batch<T>(List<QueuedText<T>> texts, int length) {

	Batch {
		texts = List.copyOf(texts);
	}

	/** The model of all texts. */
	BatchModel<T> model() {
		return this.texts.get(0).call().model().model();
	}

	/** Number of tokens, padding included. */
	int tokens() {
		return this.texts.size() * this.length;
	}

	/** A batch of each call's texts. */
	List<Batch<T>> byCall() {
		Map<Call<T>, List<QueuedText<T>>> calls = new LinkedHashMap<>();
		this.texts.forEach((text) -> calls.computeIfAbsent(text.call(), (call) -> new ArrayList<>()).add(text));
		return calls.values().stream().map((part) -> new Batch<>(part, this.length)).toList();
	}

	/** Two batches of about half the tokens each; only for more than one text. */
	List<Batch<T>> halves() {
		int middle = this.texts.size() / 2;
		return List.of(of(this.texts.subList(0, middle)), of(this.texts.subList(middle, this.texts.size())));
	}

	private static <T> Batch<T> of(List<QueuedText<T>> texts) {
		return new Batch<>(texts, texts.stream().mapToInt(QueuedText::length).max().orElse(1));
	}

}
