package dev.semblance.encoders.internal.multivector;

import java.util.Arrays;

import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.model.QueryExpansion;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * How long queries and documents are, and how queries are filled up.
 *
 * @param query longest query in tokens
 * @param document longest document in tokens
 * @param other longest text without a role in tokens
 * @param expansion how queries are filled up, if they are
 * @param expansionToken what they are filled up with
 */
record RoleLengths(int query, int document, int other, @Nullable QueryExpansion expansion, long expansionToken) {

	int limit(TextRole role) {
		return switch (role) {
			case QUERY -> this.query;
			case DOCUMENT -> this.document;
			case PLAIN -> this.other;
		};
	}

	TokenizedText expand(TokenizedText text, TextRole role) {
		int length = text.ids().length;
		if (role != TextRole.QUERY || this.expansion == null || length >= this.expansion.length()) {
			return text;
		}
		long[] ids = Arrays.copyOf(text.ids(), this.expansion.length());
		Arrays.fill(ids, length, ids.length, this.expansionToken);
		return new TokenizedText(ids, text.types(), text.untruncatedLength(), 0,
				this.expansion.attended() ? ids.length : length);
	}

}
