package dev.semblance.langchain4j;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;

/**
 * How much text is not too much for an encoder, document prompt and special tokens
 * included.
 */
final class TokenLimit {

	/**
	 * Bounds texts of words that a tokenizer does not know: those are one token, however
	 * long.
	 */
	private static final int MOST_CHARACTERS_PER_TOKEN = 16;

	private static final int USUAL_CHARACTERS_PER_TOKEN = 4;

	private static final int ROUNDS_OF_ESTIMATES = 8;

	private final DenseEncoder encoder;

	private final String prompt;

	private final int taken;

	private final int room;

	/**
	 * Creates a limit.
	 * @param encoder counts the tokens
	 * @param most most tokens of a text, all included
	 * @throws InvalidInputException if prompt and special tokens leave no room for a text
	 */
	TokenLimit(DenseEncoder encoder, int most) {
		this.encoder = encoder;
		this.prompt = encoder.model().prompts().of(TextRole.DOCUMENT);
		this.taken = count("");
		this.room = most - this.taken;
		if (this.room < 1) {
			throw new InvalidInputException(
					"Segments are to have at most %d tokens, of which prompt and special tokens take %d."
						.formatted(most, this.taken),
					"Allow %d or more.".formatted(this.taken + 1));
		}
	}

	/**
	 * Returns how many tokens are left for texts themselves.
	 * @return the number
	 */
	int room() {
		return this.room;
	}

	/**
	 * Tells whether a text has few enough tokens.
	 * @param text the text
	 * @param most how many it may have of its own
	 * @return whether it has
	 */
	boolean fits(String text, int most) {
		return text.length() <= mostCharacters(most) && tokens(text) <= most;
	}

	/**
	 * Finds how far a segment can reach.
	 * @param text the text
	 * @param start where the segment starts
	 * @return its end if it is as long as possible, or nearly; its start if not even one
	 * character fits
	 */
	int farthestEnd(String text, int start) {
		int fitting = start;
		int tooFar = (int) Math.min(text.length(), start + mostCharacters(this.room)) + 1;
		long estimate = start + (long) this.room * USUAL_CHARACTERS_PER_TOKEN;
		for (int round = 0; fitting + 1 < tooFar; round++) {
			long guess = (round < ROUNDS_OF_ESTIMATES) ? estimate : (fitting + (long) tooFar) / 2;
			int end = characterEnd(text, (int) Math.max(fitting + 1, Math.min(tooFar - 1, guess)), tooFar);
			if (end <= fitting) {
				break;
			}
			int tokens = tokens(text.substring(start, end).strip());
			if (tokens > this.room) {
				tooFar = end;
			}
			else {
				fitting = end;
				if (tokens >= this.room - this.room / 16) {
					break;
				}
			}
			estimate = start + (end - start) * (long) this.room / Math.max(1, tokens);
		}
		return fitting;
	}

	/**
	 * Moves a position out of the middle of a surrogate pair, forwards if it can.
	 */
	private static int characterEnd(String text, int position, int tooFar) {
		boolean inside = position < text.length() && Character.isLowSurrogate(text.charAt(position))
				&& Character.isHighSurrogate(text.charAt(position - 1));
		if (!inside) {
			return position;
		}
		return (position + 1 < tooFar) ? position + 1 : position - 1;
	}

	private static long mostCharacters(int tokens) {
		return (long) tokens * MOST_CHARACTERS_PER_TOKEN;
	}

	private int tokens(String text) {
		return count(text) - this.taken;
	}

	private int count(String text) {
		return this.encoder.countTokens(List.of(this.prompt + text), TextRole.DOCUMENT).get(0);
	}

}
