package dev.semblance.encoders;

import java.util.List;

/**
 * Result of a call that gives one vector per token.
 *
 * @param texts the token vectors of each text, in the order of the texts
 * @param usage what the call cost and what it cut
 */
public record TokenEncoding(List<TokenVectors> texts, TokenUsage usage) {

	/**
	 * Protects the list from later changes.
	 */
	public TokenEncoding {
		texts = List.copyOf(texts);
	}

}
