package dev.semblance.encoders.internal.wordpiece;

/**
 * Says what of a {@code tokenizer.json} is something else than BERT's tokenizer.
 */
final class NotWordPieceException extends Exception {

	private static final long serialVersionUID = 1;

	NotWordPieceException(String message) {
		super(message);
	}

}
