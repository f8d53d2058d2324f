package dev.semblance.benchmarks.pgvector;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;

/**
 * Cuts abstracts into short texts: first all sentences, then halves of sentences until
 * there are enough. No two texts have the same letters and digits, so that few have the
 * same vector.
 */
final class ShortTexts {

	private static final int MIN_WORDS = 4;

	private static final int MIN_WORDS_TO_HALVE = 2 * MIN_WORDS;

	private final Set<String> seen = new HashSet<>();

	private final List<Sentence> sentences = new ArrayList<>();

	/**
	 * Keeps a text out of the documents.
	 * @param text a query
	 * @return {@code false} if it was kept out already
	 */
	boolean reserve(String text) {
		return this.seen.add(normalized(text));
	}

	/**
	 * Adds the sentences of an abstract.
	 * @param document title and text
	 */
	void add(Document document) {
		BreakIterator boundaries = BreakIterator.getSentenceInstance(Locale.ENGLISH);
		boundaries.setText(document.text());
		int start = boundaries.first();
		for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
			List<String> words = words(document.text().substring(start, end));
			if (isNew(words)) {
				this.sentences.add(new Sentence(document.id(), words));
			}
			start = end;
		}
	}

	/**
	 * Returns the texts in the order of the corpus, as an application would load them.
	 * @param count how many
	 * @return the texts
	 */
	List<ShortText> take(int count) {
		int missing = count - this.sentences.size();
		List<Sentence> order = new ArrayList<>(this.sentences);
		// Else all halves would come from the first abstracts.
		Collections.shuffle(order, new Random(1));
		for (Sentence sentence : order) {
			for (List<String> half : sentence.halves()) {
				if (missing > 0 && isNew(half)) {
					sentence.texts.add(String.join(" ", half));
					missing--;
				}
			}
		}
		if (missing > 0) {
			throw new InvalidInputException("The corpus gives only %d texts.".formatted(count - missing),
					"Ask for fewer documents.");
		}
		List<ShortText> texts = new ArrayList<>(count);
		String source = "";
		int position = 0;
		for (Sentence sentence : this.sentences) {
			position = sentence.source.equals(source) ? position : 0;
			source = sentence.source;
			for (String text : sentence.texts) {
				texts.add(new ShortText(source, position++, text));
			}
		}
		return texts.subList(0, count);
	}

	private boolean isNew(List<String> words) {
		return words.size() >= MIN_WORDS && this.seen.add(normalized(String.join(" ", words)));
	}

	private static List<String> words(String text) {
		return List.of(text.strip().split("\\s+"));
	}

	private static String normalized(String text) {
		return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
	}

	/** A sentence and what is taken of it. */
	private static final class Sentence {

		private final String source;

		private final List<String> words;

		private final List<String> texts = new ArrayList<>();

		Sentence(String source, List<String> words) {
			this.source = source;
			this.words = words;
			this.texts.add(String.join(" ", words));
		}

		List<List<String>> halves() {
			if (this.words.size() < MIN_WORDS_TO_HALVE) {
				return List.of();
			}
			int middle = this.words.size() / 2;
			return List.of(this.words.subList(0, middle), this.words.subList(middle, this.words.size()));
		}

	}

}
