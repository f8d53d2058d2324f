package dev.semblance.langchain4j;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where texts are best cut: between paragraphs, lines, sentences, words, and at the least
 * between what readers see as characters. Not for several threads.
 */
final class TextBreaks {

	/** Whether a sentence ends shows in what comes after it. */
	private static final int LOOK_AHEAD = 16;

	private static final Pattern PARAGRAPH = Pattern.compile("\n\\h*\r?\n");

	private static final Pattern LINE = Pattern.compile("\n");

	private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);

	private final BreakIterator words = BreakIterator.getLineInstance(Locale.ROOT);

	private final BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);

	/**
	 * Finds the best place to end a segment.
	 * @param text the text
	 * @param least where the segment must not end yet
	 * @param farthest where it must end at the latest, before the end of the text
	 * @param fits whether a segment may end there
	 * @return the last place of the best kind that there is, or the farthest
	 */
	int end(String text, int least, int farthest, IntPredicate fits) {
		String window = text.substring(least, Math.min(text.length(), farthest + LOOK_AHEAD));
		int most = farthest - least;
		int[] ends = { last(PARAGRAPH, window, most), last(LINE, window, most), last(this.sentences, window, most),
				last(this.words, window, most), last(this.characters, window, most) };
		for (int end : ends) {
			if (end > 0 && fits.test(least + end)) {
				return least + end;
			}
		}
		return farthest;
	}

	/**
	 * Finds where a text that goes on should start to repeat what it already has.
	 * @param segment the text that was cut off
	 * @param fits whether it may start there
	 * @return the first sentence that fits, else the first word, else the end
	 */
	int overlap(String segment, IntPredicate fits) {
		for (BreakIterator breaks : List.of(this.sentences, this.words)) {
			int start = segment.length();
			breaks.setText(segment);
			int before = breaks.preceding(start);
			while (before > 0 && fits.test(before)) {
				start = before;
				before = breaks.previous();
			}
			if (start < segment.length()) {
				return start;
			}
		}
		return segment.length();
	}

	private static int last(Pattern pattern, String window, int most) {
		Matcher matcher = pattern.matcher(window);
		int last = 0;
		while (matcher.find() && matcher.end() <= most) {
			last = matcher.end();
		}
		return last;
	}

	private static int last(BreakIterator breaks, String window, int most) {
		breaks.setText(window);
		return breaks.preceding(most + 1);
	}

}
