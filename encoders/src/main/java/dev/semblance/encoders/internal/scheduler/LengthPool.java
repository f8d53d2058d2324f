package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Waiting texts of one model by their length, so that texts which need little padding
 * meet in a batch. Not safe for concurrent use.
 *
 * @param <T> what the model makes of a text
 */
final class LengthPool<T> {

	/** Beyond what is free, one token in so many may be padding. */
	private static final int PADDING_SHARE = 16;

	private final NavigableSet<QueuedText<T>> texts = new TreeSet<>(
			Comparator.<QueuedText<T>>comparingInt(QueuedText::length).thenComparingLong(QueuedText::sequence));

	private long tokens;

	/** Number of tokens of all texts. */
	long tokens() {
		return this.tokens;
	}

	void add(QueuedText<T> text) {
		if (this.texts.add(text)) {
			this.tokens += text.length();
		}
	}

	void remove(QueuedText<T> text) {
		if (this.texts.remove(text)) {
			this.tokens -= text.length();
		}
	}

	/**
	 * Takes a batch out of the pool.
	 * @param first a text of the pool, which will be in it
	 * @param limits how large the batch may be
	 */
	Batch<T> take(QueuedText<T> first, BatchLimits limits) {
		Selection<T> selection = new Selection<>(first, limits);
		QueuedText<T> shorter = this.texts.lower(first);
		QueuedText<T> longer = this.texts.higher(first);
		boolean fits = true;
		while (fits && (shorter != null || longer != null)) {
			if (shorter != null && (longer == null || selection.isNearer(shorter, longer))) {
				fits = selection.offer(shorter);
				shorter = this.texts.lower(shorter);
			}
			else if (longer != null) {
				fits = selection.offer(longer);
				longer = this.texts.higher(longer);
			}
		}
		Batch<T> batch = selection.batch();
		batch.texts().forEach(this::remove);
		return batch;
	}

	/**
	 * A batch that is being filled.
	 */
	private static final class Selection<T> {

		private final BatchLimits limits;

		private final List<QueuedText<T>> texts = new ArrayList<>();

		private int shortest;

		private int longest;

		private long tokens;

		Selection(QueuedText<T> first, BatchLimits limits) {
			this.limits = limits;
			this.texts.add(first);
			this.shortest = first.length();
			this.longest = first.length();
			this.tokens = first.length();
		}

		/**
		 * Tells whether the shorter of two texts costs less padding than the longer one.
		 */
		boolean isNearer(QueuedText<T> shorter, QueuedText<T> longer) {
			long below = (long) this.longest - shorter.length();
			long above = (long) (longer.length() - this.longest) * this.texts.size();
			return below <= above;
		}

		boolean offer(QueuedText<T> text) {
			int length = filled(Math.min(this.shortest, text.length()), Math.max(this.longest, text.length()));
			long all = (this.texts.size() + 1L) * length;
			long padding = all - this.tokens - text.length();
			if (all > this.limits.tokens() || padding > Math.max(this.limits.freePadding(), all / PADDING_SHARE)) {
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
			int multiple = this.limits.multiple();
			return (from == to) ? to : (to + multiple - 1) / multiple * multiple;
		}

		Batch<T> batch() {
			this.texts.sort(Comparator.comparingInt(QueuedText::length));
			return new Batch<>(this.texts, filled(this.shortest, this.longest));
		}

	}

	/**
	 * How large a batch may be.
	 *
	 * @param tokens number of tokens, padding included; a longer text runs alone
	 * @param freePadding number of padding tokens that cost less than another run would
	 * @param multiple texts of different lengths are filled up to a multiple of this
	 */
	record BatchLimits(int tokens, int freePadding, int multiple) {
	}

}
