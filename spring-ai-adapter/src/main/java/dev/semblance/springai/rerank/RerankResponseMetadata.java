package dev.semblance.springai.rerank;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.model.AbstractResponseMetadata;
import org.springframework.ai.model.ResponseMetadata;

/**
 * Which model answered, and what that cost.
 */
public final class RerankResponseMetadata extends AbstractResponseMetadata implements ResponseMetadata {

	private final String model;

	private final Usage usage;

	/**
	 * Creates metadata.
	 * @param model the model that answered
	 * @param usage what the call cost
	 */
	public RerankResponseMetadata(String model, Usage usage) {
		this.model = model;
		this.usage = usage;
	}

	/**
	 * Returns the model that answered.
	 * @return its name
	 */
	public String getModel() {
		return this.model;
	}

	/**
	 * Returns what the call cost.
	 * @return the tokens
	 */
	public Usage getUsage() {
		return this.usage;
	}

}
