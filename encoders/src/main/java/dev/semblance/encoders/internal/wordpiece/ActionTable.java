package dev.semblance.encoders.internal.wordpiece;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link Action} for each character. Blocks of characters that are treated alike are
 * held once. Safe for concurrent callers.
 */
final class ActionTable {

	/** Number of characters of a block, as a power of two. */
	static final int BLOCK_BITS = 7;

	/** There are only as many as there are combinations of steps. */
	private static final Map<NormalizerSteps, ActionTable> TABLES = new ConcurrentHashMap<>();

	/** Where the block of a character begins. */
	private final int[] blocks;

	private final int[] actions;

	/** Each list's length and behind it its actions. */
	private final int[] lists;

	ActionTable(int[] blocks, int[] actions, int[] lists) {
		this.blocks = blocks;
		this.actions = actions;
		this.lists = lists;
	}

	/**
	 * Returns the table for a normalizer.
	 */
	static ActionTable of(NormalizerSteps steps) {
		return TABLES.computeIfAbsent(steps, (key) -> new ActionTableBuilder(Characters.read(), key).build());
	}

	int action(int character) {
		return this.actions[this.blocks[character >>> BLOCK_BITS] + (character & ((1 << BLOCK_BITS) - 1))];
	}

	/**
	 * Returns the actions for ASCII.
	 */
	int[] ascii() {
		return Arrays.copyOf(this.actions, 1 << BLOCK_BITS);
	}

	/** How many actions are in the list at a place. */
	int listSize(int place) {
		return this.lists[place];
	}

	int listed(int place, int position) {
		return this.lists[place + 1 + position];
	}

}
