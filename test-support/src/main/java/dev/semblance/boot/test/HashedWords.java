package dev.semblance.boot.test;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How often each word is in a text, by a number that is made of the word alone and so is
 * the same in every JVM.
 */
final class HashedWords {

	private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

	/** Spreads words that differ in their last letter only. */
	private static final int SPREAD = 0x9E3779B9;

	private HashedWords() {
	}

	static SortedMap<Integer, Integer> counts(String text, int dimensions) {
		SortedMap<Integer, Integer> counts = new TreeMap<>();
		for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
			if (!word.isEmpty()) {
				int hash = word.hashCode() * SPREAD;
				counts.merge(Math.floorMod(hash ^ (hash >>> 16), dimensions), 1, Integer::sum);
			}
		}
		return counts;
	}

	static int length(SortedMap<Integer, Integer> counts) {
		return counts.values().stream().mapToInt(Integer::intValue).sum();
	}

}
