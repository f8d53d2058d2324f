package dev.semblance.langchain4j;

import dev.langchain4j.model.output.TokenUsage;

/**
 * Token counts as LangChain4j has them.
 */
final class UsageTranslation {

	private UsageTranslation() {
	}

	static TokenUsage of(dev.semblance.encoders.TokenUsage usage) {
		return new TokenUsage((int) Math.min(usage.tokens(), Integer.MAX_VALUE));
	}

}
