package dev.semblance.encoders.internal.wordpiece;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Cuts texts into tokens as BERT does: added tokens first, then words, and words into the
 * longest tokens from their start. Safe for concurrent callers.
 */
public final class WordPiece {

	private final AddedTokens added;

	private final ActionTable actions;

	private final int[] ascii;

	private final Pieces pieces;

	/** Those that nobody uses; few enough that what they hold does not matter. */
	private final AtomicReferenceArray<WordPieceScanner> idle = new AtomicReferenceArray<>(
			2 * Runtime.getRuntime().availableProcessors());

	WordPiece(AddedTokens added, NormalizerSteps steps, Pieces pieces) {
		this.added = added;
		this.actions = ActionTable.of(steps);
		this.ascii = this.actions.ascii();
		this.pieces = pieces;
	}

	/**
	 * Lends a scanner that has found nothing yet.
	 * @return the scanner, for one thread
	 */
	public WordPieceScanner borrow() {
		int first = firstPlace();
		for (int i = 0; i < this.idle.length(); i++) {
			int place = (first + i) % this.idle.length();
			WordPieceScanner scanner = this.idle.get(place);
			if (scanner != null && this.idle.compareAndSet(place, scanner, null)) {
				return scanner;
			}
		}
		return new WordPieceScanner(this.added, this.actions, this.ascii, this.pieces);
	}

	/**
	 * Takes a scanner back.
	 * @param scanner what was lent, and is no longer used
	 */
	public void giveBack(WordPieceScanner scanner) {
		scanner.clear();
		int first = firstPlace();
		for (int i = 0; i < this.idle.length(); i++) {
			int place = (first + i) % this.idle.length();
			if (this.idle.get(place) == null && this.idle.compareAndSet(place, null, scanner)) {
				return;
			}
		}
	}

	/** Mostly another one for each thread, so that they do not meet. */
	private int firstPlace() {
		return Math.floorMod(Thread.currentThread().hashCode(), this.idle.length());
	}

}
