package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Waiting texts of one model by their length, so that texts which need little padding
 * meet in a batch. Not safe for concurrent use.
 *
 * @param <T> what the model makes of a text
 */
final class LengthPool<T> {

	/** Padding that costs less than another run would. */
	private static final int FREE_PADDING = 8;

	/** Beyond that, one token in so many may be padding. */
	private static final int PADDING_SHARE = 16;

	private final TreeMap<Integer, Set<QueuedText<T>>> byLength = new TreeMap<>();

	void add(QueuedText<T> text) {
		this.byLength.computeIfAbsent(text.length(), (length) -> new LinkedHashSet<>()).add(text);
	}

	void remove(QueuedText<T> text) {
		this.byLength.computeIfPresent(text.length(), (length, texts) -> {
			texts.remove(text);
			return texts.isEmpty() ? null : texts;
		});
	}

	/**
	 * Takes a batch out of the pool.
	 * @param first a text of the pool, which will be in it
	 * @param budget tokens of the batch, padding included; a longer text runs alone
	 * @param multiple texts of different lengths are filled up to a multiple of this
	 */
	Batch<T> take(QueuedText<T> first, int budget, int multiple) {
		Selection<T> selection = new Selection<>(first, budget, multiple);
		fill(selection, first.length());
		Integer shorter = this.byLength.lowerKey(first.length());
		Integer longer = this.byLength.higherKey(first.length());
		while (shorter != null || longer != null) {
			int next = selection.nearer(shorter, longer);
			if (!fill(selection, next)) {
				break;
			}
			if (next > first.length()) {
				longer = this.byLength.higherKey(next);
			}
			else {
				shorter = this.byLength.lowerKey(next);
			}
		}
		Batch<T> batch = selection.batch();
		batch.texts().forEach(this::remove);
		return batch;
	}

	/** Adds texts of a length; returns whether there is room for more. */
	private boolean fill(Selection<T> selection, int length) {
		for (QueuedText<T> text : this.byLength.getOrDefault(length, Set.of())) {
			if (!selection.offer(text)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A batch that is being filled.
	 */
	private static final class Selection<T> {

		private final QueuedText<T> first;

		private final int budget;

		private final int multiple;

		private final List<QueuedText<T>> texts = new ArrayList<>();

		private int shortest;

		private int longest;

		private long tokens;

		Selection(QueuedText<T> first, int budget, int multiple) {
			this.first = first;
			this.budget = budget;
			this.multiple = multiple;
			this.texts.add(first);
			this.shortest = first.length();
			this.longest = first.length();
			this.tokens = first.length();
		}

		/** Of a shorter and a longer length, the one that costs less padding. */
		int nearer(@Nullable Integer shorter, @Nullable Integer longer) {
			if (shorter == null || longer == null) {
				return (shorter != null) ? shorter : (longer != null) ? longer : this.longest;
			}
			long below = (long) this.longest - shorter;
			long above = (long) (longer - this.longest) * this.texts.size();
			return (below <= above) ? shorter : longer;
		}

		boolean offer(QueuedText<T> text) {
			if (text == this.first) {
				return true;
			}
			int length = filled(Math.min(this.shortest, text.length()), Math.max(this.longest, text.length()));
			long all = (this.texts.size() + 1L) * length;
			long padding = all - this.tokens - text.length();
			if (all > this.budget || padding > Math.max(FREE_PADDING, all / PADDING_SHARE)) {
				return false;
			}
			this.texts.add(text);
			this.shortest = Math.min(this.shortest, text.length());
			this.longest = Math.max(this.longest, text.length());
			this.tokens += text.length();
			return true;
		}

		/** Texts of one length need no padding, whatever the multiple. */
		private int filled(int from, int to) {
			return (from == to) ? to : (to + this.multiple - 1) / this.multiple * this.multiple;
		}

		Batch<T> batch() {
			this.texts.sort(Comparator.comparingInt(QueuedText::length));
			return new Batch<>(this.texts, filled(this.shortest, this.longest));
		}

	}

}
