package dev.semblance.encoders.internal.wordpiece;

/**
 * Finds the tokens of one text after the other, and keeps its buffers between them. Not
 * safe for concurrent use.
 */
public final class WordPieceScanner {

	private static final int REPLACEMENT = 0xFFFD;

	private static final int FIRST_SYLLABLE = 0xAC00;

	private static final int LEADS = 0x1100;

	private static final int VOWELS = 0x1161;

	private static final int BEFORE_TAILS = 0x11A7;

	private static final int VOWEL_COUNT = 21;

	private static final int TAIL_COUNT = 28;

	private final AddedTokens added;

	private final ActionTable actions;

	private final int[] ascii;

	private final TokenBuffer tokens = new TokenBuffer();

	private final MarkBuffer marks = new MarkBuffer();

	private final WordBuffer word;

	WordPieceScanner(AddedTokens added, ActionTable actions, int[] ascii, Pieces pieces) {
		this.added = added;
		this.actions = actions;
		this.ascii = ascii;
		this.word = new WordBuffer(pieces, this.tokens);
	}

	/**
	 * Finds the tokens of a text, behind those that were found so far.
	 * @param text the text, whose lone surrogates count as replacement characters
	 * @param start where to begin
	 * @param end where to stop
	 * @return how many tokens it has
	 */
	public int scan(String text, int start, int end) {
		int before = this.tokens.size();
		int from = start;
		int candidate = this.added.candidate(text, start, end);
		while (candidate < end) {
			long found = this.added.longest(text, candidate, end);
			int next = candidate + 1;
			if (found >= 0) {
				scanWords(text, from, candidate);
				this.tokens.add((int) found);
				next = (int) (found >>> Integer.SIZE);
				from = next;
			}
			candidate = this.added.candidate(text, next, end);
		}
		scanWords(text, from, end);
		return this.tokens.size() - before;
	}

	/**
	 * Copies ids of tokens that were found.
	 * @param from the first
	 * @param target where to
	 * @param at place of the first there
	 * @param count how many
	 */
	public void copy(int from, long[] target, int at, int count) {
		this.tokens.copy(from, target, at, count);
	}

	/** Forgets what was found, even in the middle of a text. */
	void clear() {
		this.tokens.clear();
		this.marks.clear();
		this.word.clear();
	}

	private void scanWords(String text, int start, int end) {
		int i = start;
		while (i < end) {
			int character = text.charAt(i++);
			if (character < this.ascii.length) {
				take(this.ascii[character], character);
				continue;
			}
			if (Character.isSurrogate((char) character)) {
				if (Character.isHighSurrogate((char) character) && i < end
						&& Character.isLowSurrogate(text.charAt(i))) {
					character = Character.toCodePoint((char) character, text.charAt(i++));
				}
				else {
					character = REPLACEMENT;
				}
			}
			take(this.actions.action(character), character);
		}
		orderMarks();
		this.word.end();
	}

	private void take(int action, int character) {
		int kind = Action.kind(action);
		if (kind == Action.NOTHING) {
			return;
		}
		if (this.marks.size() > 0 && kind != Action.MARK && kind != Action.LIST) {
			orderMarks();
		}
		int result = Action.result(action, character);
		switch (kind) {
			case Action.KEEP -> this.word.add(result);
			case Action.BLANK -> this.word.end();
			case Action.ISOLATE -> {
				this.word.end();
				this.word.add(result);
				this.word.end();
			}
			default -> takeOther(action, character);
		}
	}

	private void takeOther(int action, int character) {
		switch (Action.kind(action)) {
			case Action.MARK -> this.marks.add(Action.result(action, character), Action.combiningClass(action));
			case Action.HANGUL -> addLetters(character - FIRST_SYLLABLE);
			case Action.LIST -> {
				int place = Action.result(action, 0);
				for (int i = 0; i < this.actions.listSize(place); i++) {
					take(this.actions.listed(place, i), 0);
				}
			}
			default -> {
				// A barrier has done its work.
			}
		}
	}

	private void addLetters(int syllable) {
		int tail = syllable % TAIL_COUNT;
		this.word.add(LEADS + syllable / TAIL_COUNT / VOWEL_COUNT);
		this.word.add(VOWELS + syllable / TAIL_COUNT % VOWEL_COUNT);
		if (tail != 0) {
			this.word.add(BEFORE_TAILS + tail);
		}
	}

	private void orderMarks() {
		if (this.marks.size() == 0) {
			return;
		}
		this.marks.sort();
		for (int i = 0; i < this.marks.size(); i++) {
			this.word.add(this.marks.character(i));
		}
		this.marks.clear();
	}

}
