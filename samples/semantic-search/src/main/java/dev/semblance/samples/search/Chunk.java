package dev.semblance.samples.search;

/**
 * A piece of a longer text.
 *
 * @param start where it begins in the longer text
 * @param text the piece, without blanks around it
 */
record Chunk(int start, String text) {

	int end() {
		return this.start + this.text.length();
	}

}
