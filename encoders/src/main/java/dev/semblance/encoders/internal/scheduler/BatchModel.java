package dev.semblance.encoders.internal.scheduler;

import java.util.List;

import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Runs batches of texts through one model for one purpose. Called by several lanes at a
 * time.
 *
 * @param <T> what it makes of a text
 */
public interface BatchModel<T> {

	/**
	 * Names the model.
	 * @return the name, for messages
	 */
	String name();

	/**
	 * Returns how large batches may be.
	 * @return the budget, shared by all purposes of the model
	 */
	TokenBudget budget();

	/**
	 * Tells whether a batch may use several threads when it has the device to itself.
	 * @return whether it may
	 */
	boolean runsWide();

	/**
	 * Runs a batch.
	 * @param texts the texts, each of the batch's length or shorter
	 * @param length number of tokens that every text is filled up to
	 * @param lane where it runs
	 * @return one result for each text, in the same order
	 * @throws DeviceMemoryExhausted if the device has too little memory for so many
	 */
	List<T> run(List<TokenizedText> texts, int length, LaneRun lane);

}
