package dev.semblance.samples.search;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into chunks that a model can read whole and that overlap, so that a
 * sentence at a border is found in its context. A chunk ends, and its successor begins,
 * at the best border at hand: between paragraphs, else sentences, else words, else
 * characters as a reader sees them.
 */
final class Chunker {

	/** Longest chunk: in prose about the 256 tokens that MiniLM reads, in code more. */
	static final int MAX_LENGTH = 1000;

	private static final int MIN_LENGTH = MAX_LENGTH / 2;

	private static final int MIN_OVERLAP = 100;

	/** Longest piece of a chunk that its successor repeats. */
	static final int MAX_OVERLAP = 300;

	/** Text behind a border that shows whether it is one. */
	private static final int LOOK_AHEAD = 64;

	private static final Pattern PARAGRAPH_BORDER = Pattern.compile("\\R[ \\t]*\\R\\s*");

	private static final Pattern CHARACTER = Pattern.compile("\\X");

	private Chunker() {
	}

	/**
	 * Cuts a text.
	 * @param text any text
	 * @return its chunks in order; none if there is nothing but blanks
	 */
	static List<Chunk> chunks(String text) {
		String trimmed = text.stripTrailing();
		List<Chunk> chunks = new ArrayList<>();
		int start = skipBlanks(trimmed, 0);
		while (start < trimmed.length()) {
			int end = end(trimmed, start);
			Chunk chunk = new Chunk(start, trimmed.substring(start, end).stripTrailing());
			if (chunks.isEmpty() || chunk.end() > chunks.get(chunks.size() - 1).end()) {
				chunks.add(chunk);
			}
			start = (end < trimmed.length()) ? skipBlanks(trimmed, successor(trimmed, start, end)) : end;
		}
		return chunks;
	}

	private static int end(String text, int start) {
		if (text.length() - start <= MAX_LENGTH) {
			return text.length();
		}
		return start + lastBorder(window(text, start, start + MAX_LENGTH), MIN_LENGTH, MAX_LENGTH);
	}

	private static int successor(String text, int start, int end) {
		int length = end - start;
		return start + lastBorder(window(text, start, end), length - MAX_OVERLAP, length - MIN_OVERLAP);
	}

	private static String window(String text, int start, int end) {
		return text.substring(start, Math.min(text.length(), end + LOOK_AHEAD));
	}

	/** Looks at the window only, so that one endless paragraph takes linear time. */
	private static int lastBorder(String window, int min, int max) {
		OptionalInt border = lastEnd(PARAGRAPH_BORDER, window, min, max);
		if (border.isEmpty()) {
			border = lastSentence(window, min, max);
		}
		if (border.isEmpty()) {
			border = lastBlank(window, min, max);
		}
		if (border.isEmpty()) {
			border = lastEnd(CHARACTER, window, min, max);
		}
		return border.orElse(Character.isLowSurrogate(window.charAt(max)) ? max - 1 : max);
	}

	private static OptionalInt lastSentence(String window, int min, int max) {
		BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
		sentences.setText(window);
		int border = sentences.preceding(max + 1);
		return (border >= min) ? OptionalInt.of(border) : OptionalInt.empty();
	}

	private static OptionalInt lastBlank(String window, int min, int max) {
		for (int border = max; border >= min; border--) {
			if (Character.isWhitespace(window.charAt(border - 1))) {
				return OptionalInt.of(border);
			}
		}
		return OptionalInt.empty();
	}

	private static OptionalInt lastEnd(Pattern pattern, String window, int min, int max) {
		OptionalInt last = OptionalInt.empty();
		Matcher matcher = pattern.matcher(window);
		while (matcher.find() && matcher.end() <= max) {
			if (matcher.end() >= min) {
				last = OptionalInt.of(matcher.end());
			}
		}
		return last;
	}

	private static int skipBlanks(String text, int from) {
		int start = from;
		while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
			start++;
		}
		return start;
	}

}
