package dev.semblance.samples.search;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.semblance.samples.search.QueryWords.Word;

/**
 * The part of a text that shows best why it was found.
 *
 * @param text the part, on one line
 * @param marks where it has words of the query
 */
record Snippet(String text, List<Mark> marks) {

	/** Longest snippet, without the dots that stand for what is left out. */
	static final int MAX_LENGTH = 320;

	/** A text is searched for its snippet up to here. */
	private static final int SEARCHED = 20_000;

	/**
	 * Cuts a snippet: the sentence with the most words of the query, and what follows.
	 * @param text the text
	 * @param query the query's words
	 * @return the snippet
	 */
	static Snippet of(String text, QueryWords query) {
		String line = text.substring(0, Math.min(text.length(), SEARCHED)).replaceAll("\\s+", " ").strip();
		List<Word> words = query.in(line);
		int start = bestStart(line, words);
		int end = end(line, start);
		String before = (start > 0) ? "… " : "";
		String after = (end < line.length() || text.length() > SEARCHED) ? " …" : "";
		List<Mark> marks = words.stream()
			.filter((word) -> word.start() >= start && word.end() <= end)
			.map((word) -> new Mark(word.start() - start + before.length(), word.end() - start + before.length()))
			.toList();
		return new Snippet(before + line.substring(start, end).strip() + after, marks);
	}

	/** A word of the query only begins a snippet if no sentence shows as much. */
	private static int bestStart(String line, List<Word> words) {
		if (line.length() <= MAX_LENGTH) {
			return 0;
		}
		Start sentence = best(sentences(line), words);
		Start word = best(words.stream().map(Word::start).toList(), words);
		return (word.found() > sentence.found()) ? word.position() : sentence.position();
	}

	private static Start best(List<Integer> positions, List<Word> words) {
		return positions.stream()
			.map((position) -> start(position, words))
			.max(Comparator.comparing(Start::found).thenComparing(Start::lead, Comparator.reverseOrder()))
			.orElse(new Start(0, 0, 0));
	}

	private static Start start(int position, List<Word> words) {
		List<Word> shown = words.stream()
			.filter((word) -> word.start() >= position && word.end() <= position + MAX_LENGTH)
			.toList();
		long found = shown.stream().map(Word::stem).distinct().count();
		return new Start(position, found, shown.isEmpty() ? position : shown.get(0).start() - position);
	}

	private static List<Integer> sentences(String line) {
		List<Integer> starts = new ArrayList<>();
		BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
		sentences.setText(line);
		for (int start = sentences.first(); start < line.length(); start = sentences.next()) {
			starts.add(start);
		}
		return starts;
	}

	private static int end(String line, int start) {
		int limit = start + MAX_LENGTH;
		if (limit >= line.length()) {
			return line.length();
		}
		int blank = line.lastIndexOf(' ', limit);
		if (blank > start) {
			return blank;
		}
		return Character.isLowSurrogate(line.charAt(limit)) ? limit - 1 : limit;
	}

	/**
	 * A word to mark, in UTF-16 code units of the snippet's text.
	 *
	 * @param start where it begins
	 * @param end where it ends
	 */
	record Mark(int start, int end) {
	}

	/**
	 * A place where a snippet can begin.
	 *
	 * @param position the place
	 * @param found how many different words of the query the snippet shows
	 * @param lead how far away the first of them is; the beginning of the text if none
	 */
	private record Start(int position, long found, int lead) {
	}

}
