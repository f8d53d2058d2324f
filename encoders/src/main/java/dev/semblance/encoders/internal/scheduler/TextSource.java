package dev.semblance.encoders.internal.scheduler;

import java.util.List;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Gives the texts of a call, some at a time, so that the first run while the next are
 * tokenized and never all of a large call are held.
 */
@FunctionalInterface
public interface TextSource {

	/**
	 * Tokenizes some more texts.
	 * @return the next texts in their order, one or more
	 */
	List<TokenizedText> next();

}
