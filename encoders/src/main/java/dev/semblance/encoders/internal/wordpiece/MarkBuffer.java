package dev.semblance.encoders.internal.wordpiece;

import java.util.Arrays;

/**
 * Combining marks that follow each other, and are put into the order of their classes.
 * Those of one class stay in the order of the text.
 */
final class MarkBuffer {

	/** What is kept for the next text. */
	private static final int KEPT = 1 << 8;

	private static final int CHARACTER_BITS = 24;

	private static final int CLASS_SHIFT = CHARACTER_BITS + Integer.SIZE - 1;

	/** Each class, place and character, so that numbers are in the order of marks. */
	private long[] marks = new long[1 << 4];

	private int size;

	int size() {
		return this.size;
	}

	void add(int character, int combiningClass) {
		if (this.size == this.marks.length) {
			this.marks = Arrays.copyOf(this.marks, 2 * this.size);
		}
		this.marks[this.size] = (long) combiningClass << CLASS_SHIFT | (long) this.size << CHARACTER_BITS | character;
		this.size++;
	}

	void sort() {
		if (this.size > 1) {
			Arrays.sort(this.marks, 0, this.size);
		}
	}

	int character(int position) {
		return (int) (this.marks[position] & ((1 << CHARACTER_BITS) - 1));
	}

	void clear() {
		this.size = 0;
		if (this.marks.length > KEPT) {
			this.marks = new long[KEPT];
		}
	}

}
