package dev.semblance.encoders.internal.wordpiece;

import java.util.Arrays;
import java.util.Map;

/**
 * Tokens by their characters, one step for each. Safe for concurrent callers.
 */
final class TokenTrie {

	/** Where every token begins, and what {@link #child} returns if there is none. */
	static final int ROOT = 0;

	/** No token ends at a node. */
	static final int NO_TOKEN = -1;

	/** Most characters of all tokens together, so that the number of a node has room. */
	static final int MOST_CHARACTERS = (1 << 24) - 2;

	private static final int NODE_BITS = 24;

	private static final long NODE = (1L << NODE_BITS) - 1;

	private static final long SCATTER = 0x9E3779B97F4A7C15L;

	/** Each parent in 24 bits, character in 16 and child in 24; 0 if free. */
	private long[] steps;

	private int shift;

	/** By node. */
	private int[] tokens = new int[16];

	private int nodes = 1;

	/**
	 * Collects tokens.
	 * @param ids their ids by their spelling
	 */
	TokenTrie(Map<String, Integer> ids) {
		this.steps = new long[1 << 6];
		this.shift = Long.SIZE - 6;
		Arrays.fill(this.tokens, NO_TOKEN);
		ids.forEach(this::add);
		this.tokens = Arrays.copyOf(this.tokens, this.nodes);
	}

	private void add(String token, int id) {
		int node = ROOT;
		for (int i = 0; i < token.length(); i++) {
			int child = child(node, token.charAt(i));
			node = (child != ROOT) ? child : append(node, token.charAt(i));
		}
		this.tokens[node] = id;
	}

	private int append(int parent, char character) {
		if (3 * this.nodes > 2 * this.steps.length) {
			grow();
		}
		if (this.nodes == this.tokens.length) {
			this.tokens = Arrays.copyOf(this.tokens, 2 * this.nodes);
			Arrays.fill(this.tokens, this.nodes, this.tokens.length, NO_TOKEN);
		}
		int child = this.nodes++;
		put(key(parent, character) << NODE_BITS | child);
		return child;
	}

	private void grow() {
		long[] before = this.steps;
		this.steps = new long[2 * before.length];
		this.shift--;
		for (long step : before) {
			if (step != 0) {
				put(step);
			}
		}
	}

	private void put(long step) {
		int slot = slot(step >>> NODE_BITS);
		while (this.steps[slot] != 0) {
			slot = (slot + 1) & (this.steps.length - 1);
		}
		this.steps[slot] = step;
	}

	private static long key(int parent, char character) {
		return ((long) parent << Character.SIZE) | character;
	}

	private int slot(long key) {
		return (int) ((key * SCATTER) >>> this.shift);
	}

	/**
	 * Goes on by a character.
	 * @param node where to go on
	 * @param character the character
	 * @return the next node, {@link #ROOT} if there is none
	 */
	int child(int node, char character) {
		long key = key(node, character);
		int slot = slot(key);
		long step = this.steps[slot];
		while (step != 0) {
			if (step >>> NODE_BITS == key) {
				return (int) (step & NODE);
			}
			slot = (slot + 1) & (this.steps.length - 1);
			step = this.steps[slot];
		}
		return ROOT;
	}

	/**
	 * Returns the id of the token that ends at a node, {@link #NO_TOKEN} if there is
	 * none.
	 */
	int token(int node) {
		return this.tokens[node];
	}

	/**
	 * Goes on by several characters.
	 * @param characters the characters
	 * @return the node behind them, or -1 if no token begins with them
	 */
	int find(String characters) {
		int node = ROOT;
		for (int i = 0; i < characters.length(); i++) {
			node = child(node, characters.charAt(i));
			if (node == ROOT) {
				return -1;
			}
		}
		return node;
	}

}
