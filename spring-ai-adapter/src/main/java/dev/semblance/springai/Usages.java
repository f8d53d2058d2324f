package dev.semblance.springai;

import dev.semblance.encoders.TokenUsage;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;

/**
 * What a call cost, in Spring AI's words.
 */
final class Usages {

	private Usages() {
	}

	static Usage of(TokenUsage usage) {
		int tokens = (int) Math.min(usage.tokens(), Integer.MAX_VALUE);
		return new DefaultUsage(tokens, 0, tokens, usage);
	}

}
