package dev.semblance.encoders.internal.wordpiece;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What each step of BERT's normalizer and pre-tokenizer does with each character. It was
 * recorded from the native library, because the tables of Unicode differ between versions
 * of Java. Read from a file whose form {@code tools/reference/record_characters.py}
 * describes.
 */
final class Characters {

	/** Number of characters, whether assigned or not. */
	static final int COUNT = Character.MAX_CODE_POINT + 1;

	/** Removed by cleaning. */
	static final int REMOVED = 1;

	/** Made a space by cleaning. */
	static final int BLANK = 1 << 1;

	/** Gets spaces around it as a Chinese character. */
	static final int CHINESE = 1 << 2;

	/** Removed together with accents. */
	static final int MARK = 1 << 3;

	/** Ends a word and vanishes. */
	static final int SPACE = 1 << 4;

	/** A word of its own. */
	static final int PUNCTUATION = 1 << 5;

	/** Has other lower-case letters. */
	static final int LOWER = 1 << 6;

	/** Has a canonical decomposition. */
	static final int DECOMPOSED = 1 << 7;

	private static final String FILE = "characters.bin";

	private final int[] starts;

	private final int[] flags;

	private final int[] classes;

	private final Map<Integer, int[]> letters;

	private final Map<Integer, int[]> parts;

	private Characters(DataInputStream file) throws IOException {
		int runs = number(file);
		this.starts = new int[runs + 1];
		this.flags = new int[runs];
		this.classes = new int[runs];
		for (int run = 0; run < runs; run++) {
			this.starts[run + 1] = this.starts[run] + number(file);
			this.flags[run] = file.readUnsignedByte();
			this.classes[run] = file.readUnsignedByte();
		}
		this.letters = mappings(file);
		this.parts = mappings(file);
	}

	/**
	 * Reads the file.
	 */
	static Characters read() {
		try (InputStream stream = Objects.requireNonNull(Characters.class.getResourceAsStream(FILE), FILE);
				DataInputStream file = new DataInputStream(new BufferedInputStream(stream))) {
			return new Characters(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<Integer, int[]> mappings(DataInputStream file) throws IOException {
		int count = number(file);
		Map<Integer, int[]> mappings = new HashMap<>(2 * count);
		int character = 0;
		for (int i = 0; i < count; i++) {
			character += number(file);
			int[] others = new int[number(file)];
			for (int j = 0; j < others.length; j++) {
				int difference = number(file);
				others[j] = character + ((difference >>> 1) ^ -(difference & 1));
			}
			mappings.put(character, others);
		}
		return mappings;
	}

	private static int number(DataInputStream file) throws IOException {
		int number = 0;
		for (int shift = 0; true; shift += 7) {
			int group = file.readUnsignedByte();
			number |= (group & 0x7F) << shift;
			if (group < 0x80) {
				return number;
			}
		}
	}

	/**
	 * Finds the run of characters that are treated alike in which a character stands.
	 */
	int runOf(int character) {
		int found = Arrays.binarySearch(this.starts, character);
		return (found < 0) ? -found - 2 : found;
	}

	/**
	 * Returns the first character behind a run.
	 */
	int endOf(int run) {
		return this.starts[run + 1];
	}

	boolean is(int flag, int character) {
		return (this.flags[runOf(character)] & flag) != 0;
	}

	/**
	 * Returns a number by which combining marks are put into order, 0 for characters that
	 * are not moved.
	 */
	int combiningClass(int character) {
		return this.classes[runOf(character)];
	}

	int[] lower(int character) {
		int[] lower = this.letters.get(character);
		return (lower != null) ? lower : new int[] { character };
	}

	/**
	 * Decomposes a character that is no syllable of Hangul, of which there are formulas.
	 */
	int[] decompose(int character) {
		int[] decomposed = this.parts.get(character);
		return (decomposed != null) ? decomposed : new int[] { character };
	}

}
