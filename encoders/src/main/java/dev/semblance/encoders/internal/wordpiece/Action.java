package dev.semblance.encoders.internal.wordpiece;

/**
 * What becomes of a character, in one number: a kind in 3 bits, the class by which a
 * combining mark is put into order in 8, and in 21 the difference to the character that
 * it becomes, so that most of them have the same number.
 */
final class Action {

	/** Part of a word. */
	static final int KEEP = 0;

	/** A word of its own. */
	static final int ISOLATE = 1;

	/** The end of a word. */
	static final int BLANK = 2;

	/** Nothing becomes of it. */
	static final int NOTHING = 3;

	/** Nothing is left of it, but marks are not moved across it. */
	static final int BARRIER = 4;

	/** A combining mark that stays part of the word, in the order of the classes. */
	static final int MARK = 5;

	/** Several characters: the difference is the place of their list. */
	static final int LIST = 6;

	/** A syllable of Hangul, which becomes its letters. */
	static final int HANGUL = 7;

	private static final int DIFFERENCE_BITS = 21;

	private static final int CLASS_BITS = 8;

	private static final int DIFFERENCE = (1 << DIFFERENCE_BITS) - 1;

	private Action() {
	}

	static int of(int kind, int combiningClass, int difference) {
		return (kind << (CLASS_BITS + DIFFERENCE_BITS)) | (combiningClass << DIFFERENCE_BITS)
				| (difference & DIFFERENCE);
	}

	static int kind(int action) {
		return action >>> (CLASS_BITS + DIFFERENCE_BITS);
	}

	static int combiningClass(int action) {
		return (action >>> DIFFERENCE_BITS) & ((1 << CLASS_BITS) - 1);
	}

	/**
	 * Returns what a character becomes.
	 * @param action the action
	 * @param character the character; 0 in lists, and for the place of a list
	 */
	static int result(int action, int character) {
		return (character + action) & DIFFERENCE;
	}

}
