package dev.semblance.encoders.internal.wordpiece;

import java.util.Arrays;

/**
 * Ids of tokens that were found so far.
 */
final class TokenBuffer {

	/** What is kept for the next text. */
	private static final int KEPT = 1 << 13;

	private int[] ids = new int[1 << 8];

	private int size;

	int size() {
		return this.size;
	}

	void add(int id) {
		if (this.size == this.ids.length) {
			this.ids = Arrays.copyOf(this.ids, 2 * this.size);
		}
		this.ids[this.size++] = id;
	}

	/**
	 * Forgets the last ids.
	 * @param length how many are left
	 */
	void cutTo(int length) {
		this.size = length;
	}

	void clear() {
		this.size = 0;
		if (this.ids.length > KEPT) {
			this.ids = new int[KEPT];
		}
	}

	/**
	 * Copies ids.
	 * @param from the first
	 * @param target where to
	 * @param at place of the first there
	 * @param count how many
	 */
	void copy(int from, long[] target, int at, int count) {
		for (int i = 0; i < count; i++) {
			target[at + i] = this.ids[from + i];
		}
	}

}
