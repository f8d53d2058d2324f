package dev.semblance.encoders.internal.wordpiece;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out what all steps together do with each character.
 */
final class ActionTableBuilder {

	private static final int BLOCK_SIZE = 1 << ActionTable.BLOCK_BITS;

	private static final int FIRST_SYLLABLE = 0xAC00;

	private static final int LAST_SYLLABLE = 0xD7A3;

	private final Characters characters;

	private final NormalizerSteps steps;

	private final Map<IntBuffer, Integer> places = new HashMap<>();

	private final List<int[]> blocks = new ArrayList<>();

	private int[] lists = {};

	ActionTableBuilder(Characters characters, NormalizerSteps steps) {
		this.characters = characters;
		this.steps = steps;
	}

	ActionTable build() {
		int[] index = new int[Characters.COUNT >>> ActionTable.BLOCK_BITS];
		for (int block = 0; block < index.length; block++) {
			index[block] = place(block(block << ActionTable.BLOCK_BITS));
		}
		int[] actions = this.blocks.stream().flatMapToInt(Arrays::stream).toArray();
		return new ActionTable(index, actions, this.lists);
	}

	private int place(int[] block) {
		return this.places.computeIfAbsent(IntBuffer.wrap(block), (content) -> {
			this.blocks.add(block);
			return (this.blocks.size() - 1) * BLOCK_SIZE;
		});
	}

	private int[] block(int first) {
		int[] block = new int[BLOCK_SIZE];
		int character = first;
		while (character < first + BLOCK_SIZE) {
			int run = this.characters.runOf(character);
			int end = Math.min(this.characters.endOf(run), first + BLOCK_SIZE);
			if (this.characters.is(Characters.LOWER | Characters.DECOMPOSED, character)) {
				for (int each = character; each < end; each++) {
					block[each - first] = action(each);
				}
			}
			else {
				Arrays.fill(block, character - first, end - first, action(character));
			}
			character = end;
		}
		return block;
	}

	private int action(int character) {
		if (this.steps.stripAccents() && character >= FIRST_SYLLABLE && character <= LAST_SYLLABLE) {
			return Action.of(Action.HANGUL, 0, 0);
		}
		List<Integer> made = new ArrayList<>();
		for (int letter : this.steps.lowerFirst() ? this.characters.lower(character) : new int[] { character }) {
			clean(letter, made);
		}
		return simplify(made, character);
	}

	private void clean(int character, List<Integer> made) {
		boolean clean = this.steps.cleanText();
		if (clean && this.characters.is(Characters.REMOVED, character)) {
			return;
		}
		if (clean && this.characters.is(Characters.BLANK, character)) {
			made.add(Action.of(Action.BLANK, 0, 0));
			return;
		}
		boolean chinese = this.steps.spaceChinese() && this.characters.is(Characters.CHINESE, character);
		if (chinese) {
			made.add(Action.of(Action.BLANK, 0, 0));
		}
		strip(character, made);
		if (chinese) {
			made.add(Action.of(Action.BLANK, 0, 0));
		}
	}

	private void strip(int character, List<Integer> made) {
		if (!this.steps.stripAccents()) {
			lower(character, 0, made);
			return;
		}
		for (int part : this.characters.decompose(character)) {
			int combiningClass = this.characters.combiningClass(part);
			if (!this.characters.is(Characters.MARK, part)) {
				lower(part, combiningClass, made);
			}
			else if (combiningClass == 0) {
				made.add(Action.of(Action.BARRIER, 0, 0));
			}
		}
	}

	private void lower(int character, int combiningClass, List<Integer> made) {
		for (int letter : this.steps.lowercase() ? this.characters.lower(character) : new int[] { character }) {
			if (this.characters.is(Characters.SPACE, letter)) {
				made.add(Action.of(Action.BLANK, 0, 0));
			}
			else if (this.characters.is(Characters.PUNCTUATION, letter)) {
				made.add(Action.of(Action.ISOLATE, 0, letter));
			}
			else {
				made.add(Action.of((combiningClass != 0) ? Action.MARK : Action.KEEP, combiningClass, letter));
			}
		}
	}

	/** Almost all that is made can be said without a list. */
	private int simplify(List<Integer> made, int character) {
		for (int i = made.size() - 1; i > 0; i--) {
			boolean afterMark = Action.kind(made.get(i - 1)) == Action.MARK;
			if (Action.kind(made.get(i)) == Action.BARRIER && !afterMark) {
				made.remove(i);
			}
		}
		if (made.isEmpty()) {
			return Action.of(Action.NOTHING, 0, 0);
		}
		if (made.size() == 1) {
			return relative(made.get(0), character);
		}
		if (made.size() == 3 && isBlank(made.get(0)) && isWordPart(made.get(1)) && isBlank(made.get(2))) {
			return Action.of(Action.ISOLATE, 0, Action.result(made.get(1), 0) - character);
		}
		int place = this.lists.length;
		this.lists = Arrays.copyOf(this.lists, place + 1 + made.size());
		this.lists[place] = made.size();
		for (int i = 0; i < made.size(); i++) {
			this.lists[place + 1 + i] = made.get(i);
		}
		return Action.of(Action.LIST, 0, place);
	}

	private static int relative(int action, int character) {
		return switch (Action.kind(action)) {
			case Action.KEEP, Action.ISOLATE, Action.MARK ->
				Action.of(Action.kind(action), Action.combiningClass(action), Action.result(action, 0) - character);
			default -> action;
		};
	}

	private static boolean isBlank(int action) {
		return Action.kind(action) == Action.BLANK;
	}

	private static boolean isWordPart(int action) {
		return Action.kind(action) == Action.KEEP || Action.kind(action) == Action.ISOLATE;
	}

}
