package dev.semblance.encoders.internal.loading;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.Truncation;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Whether texts of a model may be cut.
 *
 * @param model the model's name, for messages
 * @param truncation what happens to a text that is too long
 */
public record TruncationPolicy(String model, Truncation truncation) {

	/**
	 * Checks texts.
	 * @param texts some of the tokenized texts of a call
	 * @param first place of the first of them in the call
	 * @param count how many texts the call has
	 * @param maxLength longest text in tokens
	 * @return the texts
	 * @throws InvalidInputException if one was cut and may not be
	 */
	public List<TokenizedText> check(List<TokenizedText> texts, int first, int count, int maxLength) {
		for (int i = 0; i < texts.size() && this.truncation == Truncation.FAIL; i++) {
			if (texts.get(i).truncated()) {
				throw new InvalidInputException(
						"Text %d of %d has at least %d tokens; %s takes %d at most.".formatted(first + i + 1, count,
								texts.get(i).untruncatedLength(), this.model, maxLength),
						"Split the text, or allow truncation.");
			}
		}
		return texts;
	}

}
