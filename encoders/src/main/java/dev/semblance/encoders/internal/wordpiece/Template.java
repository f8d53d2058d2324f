package dev.semblance.encoders.internal.wordpiece;

import java.util.List;

/**
 * Which special tokens stand before, between and behind the texts of a model's input, and
 * which type the model is told for each token. Safe for concurrent callers.
 */
public final class Template {

	private final List<Gap> gaps;

	private final long[] textTypes;

	private final int specialTokens;

	/**
	 * Creates a template.
	 * @param gaps the special tokens before each text, and those behind the last
	 * @param textTypes the type of each text
	 */
	Template(List<Gap> gaps, long... textTypes) {
		this.gaps = List.copyOf(gaps);
		this.textTypes = textTypes;
		this.specialTokens = this.gaps.stream().mapToInt((gap) -> gap.ids().length).sum();
	}

	/**
	 * Returns how many special tokens there are.
	 * @return the number
	 */
	public int specialTokens() {
		return this.specialTokens;
	}

	/**
	 * Tells whether a special token has another type than 0.
	 * @return whether there is one
	 */
	public boolean isTyped() {
		for (Gap gap : this.gaps) {
			for (long type : gap.types()) {
				if (type != 0) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Copies the ids of special tokens.
	 * @param text the text behind them, from 0; the number of texts for the last
	 * @param target where to
	 * @param at place of the first there
	 * @return the place behind them
	 */
	public int copyIds(int text, long[] target, int at) {
		return copy(this.gaps.get(text).ids(), target, at);
	}

	/**
	 * Copies the types of special tokens.
	 * @param text the text behind them, from 0; the number of texts for the last
	 * @param target where to
	 * @param at place of the first there
	 * @return the place behind them
	 */
	public int copyTypes(int text, long[] target, int at) {
		return copy(this.gaps.get(text).types(), target, at);
	}

	private static int copy(long[] values, long[] target, int at) {
		System.arraycopy(values, 0, target, at, values.length);
		return at + values.length;
	}

	/**
	 * Returns the type of a text's tokens.
	 * @param text the text, from 0
	 * @return the type
	 */
	public long textType(int text) {
		return this.textTypes[text];
	}

	/**
	 * Special tokens that stand together.
	 *
	 * @param ids their ids
	 * @param types their types
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Gap(long[] ids, long[] types) {

		/** No special tokens. */
		static final Gap NONE = new Gap(new long[0], new long[0]);

		/** One special token. */
		static Gap of(long id, long type) {
			return new Gap(new long[] { id }, new long[] { type });
		}

	}

}
