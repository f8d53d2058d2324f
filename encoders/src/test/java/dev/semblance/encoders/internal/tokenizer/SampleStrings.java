package dev.semblance.encoders.internal.tokenizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Strings over which two tokenizers may differ. The same seed gives the same ones on one
 * version of Java.
 */
final class SampleStrings {

	private static final String[] BETWEEN = { " ", " ", " ", "  ", "\n", "\t", ".", ", ", "-", "'", "\u00A0", "\u3000",
			"\u2028", "\u200B", "\u00AD", "\u0085", "" };

	private static final String[] SPELLED = { "[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "[mask]", "[SEP", "SEP]",
			"[[SEP]]", "##", "##ing", "[unused1]", "\uFFFD", "\0", "\uD83D", "\uDE00", "\uDBFF\uDFFF", "\u0345",
			"\u0301", "\u0327", "\u302E", "\uD834\uDD65", "\uD834\uDD6D", "\uD834\uDD5F", "\u1B44", "\u0F73", "\u0344",
			"\u0340", "\u0130", "\u1E9E", "\u03A3", "\uAC00", "\uAC01", "\u1100\u1161\u11A8", "\u4E2D", "\uF900",
			"\uFA0E", "\uD87E\uDC00", "\u2126", "\u212B", "\u1FBE", "\uFB1D", "\u09CB", "\u0958", "\u2ADC", "\u3099",
			"\u302A" };

	private static final int[] MARKS = { 0x0300, 0x0316, 0x0327, 0x0334, 0x0338, 0x0345, 0x035C, 0x0483, 0x05B0, 0x064B,
			0x0670, 0x093C, 0x094D, 0x0C55, 0x0E38, 0x0F71, 0x0F72, 0x0F74, 0x1B44, 0x1BAA, 0x1CF7, 0x1DFA, 0x302A,
			0x302E, 0x302F, 0x3099, 0xA953, 0x111C0, 0x16FF0, 0x1D165, 0x1D166, 0x1D16D, 0x1D17B, 0x1E8D0 };

	private final Random random;

	private final Map<Character.UnicodeScript, List<Integer>> scripts = new EnumMap<>(Character.UnicodeScript.class);

	SampleStrings(long seed) {
		this.random = new Random(seed);
		for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
			int type = Character.getType(character);
			if (type != Character.UNASSIGNED && type != Character.SURROGATE && type != Character.PRIVATE_USE) {
				this.scripts.computeIfAbsent(Character.UnicodeScript.of(character), (script) -> new ArrayList<>())
					.add(character);
			}
		}
	}

	/** Words of each script, in turn. */
	List<String> ofEveryScript(int ofEach) {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < ofEach; i++) {
			for (List<Integer> script : this.scripts.values()) {
				StringBuilder text = new StringBuilder();
				for (int words = 1 + this.random.nextInt(6); words > 0; words--) {
					for (int length = 1 + this.random.nextInt(8); length > 0; length--) {
						text.appendCodePoint(oneOf(script));
						mark(text, 8);
					}
					text.append(between());
				}
				texts.add(text.toString());
			}
		}
		return texts;
	}

	/**
	 * Sentences of a language's words, some with accents or capitals, some run together.
	 * @param words the words
	 */
	List<String> sentences(Collection<String> words, int count) {
		List<String> all = List.copyOf(words);
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = 1 + this.random.nextInt(20); length > 0; length--) {
				String word = all.get(this.random.nextInt(all.size())).replace("##", "");
				text.append((this.random.nextInt(4) == 0) ? word.toUpperCase(Locale.ROOT) : word);
				mark(text, 20);
				text.append((this.random.nextInt(6) == 0) ? between() : " ");
			}
			texts.add(text.toString());
		}
		return texts;
	}

	/** Anything that a string of Java can hold. */
	List<String> fuzzed(int count) {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = this.random.nextInt(30); length > 0; length--) {
				switch (this.random.nextInt(8)) {
					case 0 -> text.append((char) this.random.nextInt(Character.MAX_VALUE + 1));
					case 1 -> text.appendCodePoint(this.random.nextInt(Character.MAX_CODE_POINT + 1));
					case 2 -> text.append((char) this.random.nextInt(0x100));
					case 3 -> text.append(SPELLED[this.random.nextInt(SPELLED.length)]);
					case 4 -> text.append(between());
					case 5 -> mark(text, 1);
					default -> text.append((char) ('a' + this.random.nextInt(26)));
				}
			}
			texts.add(text.toString());
		}
		return texts;
	}

	/** Letters with several marks, which are put into order. */
	List<String> marked(int count) {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = 1 + this.random.nextInt(40); length > 0; length--) {
				if (this.random.nextInt(5) == 0) {
					text.append(SPELLED[this.random.nextInt(SPELLED.length)]);
				}
				else {
					mark(text, 1);
				}
			}
			texts.add(text.toString());
		}
		return texts;
	}

	/**
	 * Words about as long as the longest that are cut, and texts of 10,000 characters.
	 */
	List<String> longOnes(int count) {
		String[] letters = { "a", "\u00E9", "e\u0301", "\uD835\uDC00", "\uAC01", "\u0130", "1", "\u0E01", "\u1B44" };
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String letter = letters[this.random.nextInt(letters.length)];
			texts.add(between() + letter.repeat(97 + this.random.nextInt(7)) + between() + "b" + i);
			texts.add(letter.repeat(30 + this.random.nextInt(7)) + letters[this.random.nextInt(letters.length)] + i);
		}
		for (int i = 0; i < count / 50; i++) {
			texts.add(String.join(between(), fuzzed(700)));
			texts.add(String.join("", ofEveryScript(1)));
		}
		return texts;
	}

	/**
	 * Every character of a range, alone and in a word, some in each text.
	 * @param start the first
	 * @param end the last, or the one behind it
	 */
	static List<String> everyCharacter(int start, int end) {
		List<String> texts = new ArrayList<>();
		for (int first = start; first < end; first += 16) {
			StringBuilder text = new StringBuilder();
			for (int character = first; character < first + 16; character++) {
				text.append(" a").appendCodePoint(character).append("b ").appendCodePoint(character);
			}
			texts.add(text.toString());
		}
		return texts;
	}

	private void mark(StringBuilder text, int rarity) {
		if (this.random.nextInt(rarity) == 0) {
			text.appendCodePoint(MARKS[this.random.nextInt(MARKS.length)]);
		}
	}

	private String between() {
		return BETWEEN[this.random.nextInt(BETWEEN.length)];
	}

	private int oneOf(List<Integer> characters) {
		return characters.get(this.random.nextInt(characters.size()));
	}

}
