package dev.semblance.encoders.internal.wordpiece;

/**
 * The characters of a word until it is cut into tokens.
 */
final class WordBuffer {

	private final Pieces pieces;

	private final TokenBuffer tokens;

	private final char[] word;

	private int length;

	/** How many characters the word has, even if they are too many to hold. */
	private int characters;

	WordBuffer(Pieces pieces, TokenBuffer tokens) {
		this.pieces = pieces;
		this.tokens = tokens;
		this.word = new char[2 * pieces.longestWord()];
	}

	void add(int character) {
		if (this.characters++ >= this.pieces.longestWord()) {
			return;
		}
		if (character <= Character.MAX_VALUE) {
			this.word[this.length++] = (char) character;
		}
		else {
			this.word[this.length++] = Character.highSurrogate(character);
			this.word[this.length++] = Character.lowSurrogate(character);
		}
	}

	/** Cuts the word into the longest tokens from its start. */
	void end() {
		if (this.characters == 0) {
			return;
		}
		int before = this.tokens.size();
		if (this.characters > this.pieces.longestWord() || !cut()) {
			this.tokens.cutTo(before);
			this.tokens.add(this.pieces.unknown());
		}
		clear();
	}

	void clear() {
		this.length = 0;
		this.characters = 0;
	}

	private boolean cut() {
		TokenTrie trie = this.pieces.trie();
		int node = TokenTrie.ROOT;
		int start = 0;
		while (start < this.length) {
			int longest = TokenTrie.NO_TOKEN;
			int end = start;
			for (int i = start; i < this.length; i++) {
				node = trie.child(node, this.word[i]);
				if (node == TokenTrie.ROOT) {
					break;
				}
				int token = trie.token(node);
				if (token != TokenTrie.NO_TOKEN) {
					longest = token;
					end = i + 1;
				}
			}
			if (longest == TokenTrie.NO_TOKEN) {
				return false;
			}
			this.tokens.add(longest);
			start = end;
			node = this.pieces.continuation();
			if (node < 0) {
				return start == this.length;
			}
		}
		return true;
	}

}
