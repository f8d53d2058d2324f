package dev.semblance.encoders.internal.wordpiece;

import java.util.BitSet;
import java.util.Map;

/**
 * Tokens that are looked for in a text as it is, before anything else, such as MASK. Safe
 * for concurrent callers.
 */
final class AddedTokens {

	private final TokenTrie tokens;

	/** Characters with which they begin. */
	private final BitSet beginnings = new BitSet();

	/** The same for ASCII, from 0 and from 64. */
	private final long low;

	private final long high;

	/**
	 * Collects tokens.
	 * @param ids their ids by their spelling
	 */
	AddedTokens(Map<String, Integer> ids) {
		this.tokens = new TokenTrie(ids);
		ids.keySet().forEach((token) -> this.beginnings.set(token.charAt(0)));
		long[] ascii = this.beginnings.get(0, 2 * Long.SIZE).toLongArray();
		this.low = (ascii.length > 0) ? ascii[0] : 0;
		this.high = (ascii.length > 1) ? ascii[1] : 0;
	}

	/**
	 * Finds the first place where a token may begin.
	 * @param text the text
	 * @param start where to begin looking
	 * @param end where to stop
	 * @return the place, or the end
	 */
	int candidate(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			char character = text.charAt(i);
			if (character < Long.SIZE) {
				if ((this.low >>> character & 1) != 0) {
					return i;
				}
			}
			else if (character < 2 * Long.SIZE) {
				if ((this.high >>> character & 1) != 0) {
					return i;
				}
			}
			else if (this.beginnings.get(character)) {
				return i;
			}
		}
		return end;
	}

	/**
	 * Finds the longest token that begins at a place.
	 * @param text the text
	 * @param start the place
	 * @param end where to stop
	 * @return the token's id, and in the upper half where it ends; -1 if there is none
	 */
	long longest(String text, int start, int end) {
		long found = -1;
		int node = TokenTrie.ROOT;
		for (int i = start; i < end; i++) {
			node = this.tokens.child(node, text.charAt(i));
			if (node == TokenTrie.ROOT) {
				return found;
			}
			if (this.tokens.token(node) != TokenTrie.NO_TOKEN) {
				found = (long) (i + 1) << Integer.SIZE | this.tokens.token(node);
			}
		}
		return found;
	}

}
