package dev.semblance.encoders.internal.scheduler;

/**
 * How a device's scheduler works.
 *
 * @param device names the device, for messages
 * @param lanes number of batches that run at a time
 * @param wideThreads number of lanes that a wide run takes the place of; 1 if there are
 * no wide runs
 * @param prefetch whether one more batch is made ready while all lanes are busy, as a
 * single lane on a GPU needs it
 * @param paddingMultiple texts of different lengths are filled up to a multiple of this
 * @param maxCalls number of calls that may wait or run at a time
 * @param maxTokens number of tokens that may wait or run at a time
 * @param windowTokens number of tokens of one call that wait or run at a time; the rest
 * of a larger call is tokenized as these get done
 */
public record SchedulerSettings(String device, int lanes, int wideThreads, boolean prefetch, int paddingMultiple,
		int maxCalls, long maxTokens, int windowTokens) {
}
