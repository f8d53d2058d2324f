package dev.semblance.encoders.internal.multivector;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;

/**
 * Which tokens' vectors count in a comparison.
 */
final class TokenFilter {

	private final Set<Long> skipped;

	private final boolean skipsInQueries;

	private final boolean skipsInDocuments;

	private final Set<Long> onlyInDocuments;

	private TokenFilter(Set<Long> skipped, boolean skipsInQueries, boolean skipsInDocuments,
			Set<Long> onlyInDocuments) {
		this.skipped = skipped;
		this.skipsInQueries = skipsInQueries;
		this.skipsInDocuments = skipsInDocuments;
		this.onlyInDocuments = onlyInDocuments;
	}

	/**
	 * Creates a filter. As in the reference, words that are no token of the model's are
	 * left out of the skip list.
	 */
	static TokenFilter of(ModelModule.TokenMask mask, TextTokenizer tokenizer) {
		Set<Long> skipped = new HashSet<>();
		for (String word : mask.skippedTokens()) {
			OptionalInt id = tokenizer.idOf(word);
			id.ifPresent((value) -> skipped.add((long) value));
		}
		Set<Long> only = new HashSet<>();
		mask.onlyTokens().forEach((id) -> only.add(id.longValue()));
		List<String> tasks = mask.skippedFor();
		return new TokenFilter(skipped, tasks.contains("query"), tasks.contains("document"), only);
	}

	/** Texts without a role are documents. */
	boolean counts(long token, TextRole role) {
		boolean skips = (role == TextRole.QUERY) ? this.skipsInQueries : this.skipsInDocuments;
		if (skips && this.skipped.contains(token)) {
			return false;
		}
		return role == TextRole.QUERY || this.onlyInDocuments.isEmpty() || this.onlyInDocuments.contains(token);
	}

}
