package dev.semblance.encoders.internal.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of a tokenizer, kept as UTF-8 in one array, because there may be hundreds of
 * thousands. Safe for concurrent callers.
 */
final class Vocabulary {

	private final byte[] characters;

	/** Where each entry ends in the characters; entries are in the order of their ids. */
	private final int[] ends;

	private final int[] ids;

	/** Entries in the order of their tokens. */
	private final int[] sorted;

	private final Set<Integer> special;

	private Vocabulary(SortedMap<Integer, byte[]> tokens, Set<Integer> special) {
		this.special = Set.copyOf(special);
		this.ids = tokens.keySet().stream().mapToInt(Integer::intValue).toArray();
		this.ends = new int[this.ids.length];
		this.characters = new byte[tokens.values().stream().mapToInt((token) -> token.length).sum()];
		int entry = 0;
		int end = 0;
		for (byte[] token : tokens.values()) {
			System.arraycopy(token, 0, this.characters, end, token.length);
			end += token.length;
			this.ends[entry++] = end;
		}
		Comparator<Integer> byToken = (left, right) -> compare(left, this.characters, start(right), this.ends[right]);
		Integer[] order = new Integer[this.ids.length];
		Arrays.setAll(order, (position) -> position);
		Arrays.sort(order, byToken);
		this.sorted = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
	}

	/**
	 * Returns how many tokens there are, added ones included.
	 */
	int size() {
		return this.ids.length;
	}

	OptionalInt idOf(String token) {
		byte[] wanted = token.getBytes(StandardCharsets.UTF_8);
		int low = 0;
		int high = this.sorted.length - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			int order = compare(this.sorted[middle], wanted, 0, wanted.length);
			if (order == 0) {
				return OptionalInt.of(this.ids[this.sorted[middle]]);
			}
			if (order < 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return OptionalInt.empty();
	}

	@Nullable String tokenOf(int id) {
		int entry = Arrays.binarySearch(this.ids, id);
		if (entry < 0) {
			return null;
		}
		int start = start(entry);
		return new String(this.characters, start, this.ends[entry] - start, StandardCharsets.UTF_8);
	}

	boolean isSpecial(int id) {
		return this.special.contains(id);
	}

	private int start(int entry) {
		return (entry == 0) ? 0 : this.ends[entry - 1];
	}

	private int compare(int entry, byte[] other, int start, int end) {
		return Arrays.compareUnsigned(this.characters, start(entry), this.ends[entry], other, start, end);
	}

	/**
	 * Collects tokens. Added ones take the place of the model's own.
	 */
	static final class Builder {

		private final Map<String, Integer> model = new HashMap<>();

		private final Map<String, Integer> added = new HashMap<>();

		private final Set<Integer> special = new HashSet<>();

		void model(String token, int id) {
			this.model.put(token, id);
		}

		/** Tells whether the model itself, not an added token, has a token. */
		boolean hasModel(String token) {
			return this.model.containsKey(token);
		}

		/** The ids of the model's own tokens. */
		Map<String, Integer> modelIds() {
			return Collections.unmodifiableMap(this.model);
		}

		void added(String token, int id, boolean isSpecial) {
			this.added.put(token, id);
			if (isSpecial) {
				this.special.add(id);
			}
		}

		Vocabulary build() {
			SortedMap<Integer, byte[]> tokens = new TreeMap<>();
			this.model.forEach((token, id) -> {
				if (!this.added.containsKey(token)) {
					tokens.put(id, token.getBytes(StandardCharsets.UTF_8));
				}
			});
			this.added.forEach((token, id) -> tokens.put(id, token.getBytes(StandardCharsets.UTF_8)));
			return new Vocabulary(tokens, this.special);
		}

	}

}
