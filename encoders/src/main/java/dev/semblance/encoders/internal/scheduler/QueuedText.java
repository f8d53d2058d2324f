package dev.semblance.encoders.internal.scheduler;

import java.util.concurrent.atomic.AtomicLong;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * A text that waits for its run. Compares by identity.
 *
 * @param <T> what the model makes of it
 */
final class QueuedText<T> {

	private static final AtomicLong CREATED = new AtomicLong();

	/** Tells texts of the same length apart, the earlier one first. */
	private final long sequence = CREATED.incrementAndGet();

	private final Call<T> call;

	private final int position;

	private final TokenizedText text;

	QueuedText(Call<T> call, int position, TokenizedText text) {
		this.call = call;
		this.position = position;
		this.text = text;
	}

	Call<T> call() {
		return this.call;
	}

	long sequence() {
		return this.sequence;
	}

	/** Where the text stands in its call. */
	int position() {
		return this.position;
	}

	TokenizedText text() {
		return this.text;
	}

	/**
	 * Without special tokens the empty text has no tokens, but a batch has columns.
	 */
	int length() {
		return Math.max(1, this.text.ids().length);
	}

}
