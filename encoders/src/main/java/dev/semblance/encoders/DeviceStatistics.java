package dev.semblance.encoders;

/**
 * What a device of an {@link InferenceRuntime} holds at the moment, what it may hold, and
 * what it has done since it was first used. The numbers of one reading belong together.
 *
 * @param waitingCalls number of calls that were let in and none of whose texts has run
 * yet
 * @param runningCalls number of calls some of whose texts run or have run
 * @param maxCalls number of calls that may wait or run at a time
 * @param waitingTokens number of tokens that wait
 * @param runningTokens number of tokens of the batches in work, padding included
 * @param reservedTokens number of tokens that are set aside for the calls that were let
 * in; this is what the limit holds for, save that an idle device takes a call of any size
 * @param maxTokens number of tokens that may be set aside at a time
 * @param runningBatches number of batches in work
 * @param lanes number of batches that run at a time
 * @param calls number of calls that were let in so far
 * @param refusedCalls number of calls so far that were refused with an
 * {@link OverloadedException}
 * @param lateCalls number of calls so far that ended with a
 * {@link DeadlineExceededException}
 * @param batches number of batches so far that a lane took on
 * @param memorySplits number of times so far that a batch was halved because the device
 * had too little memory for it
 */
public record DeviceStatistics(int waitingCalls, int runningCalls, int maxCalls, long waitingTokens, long runningTokens,
		long reservedTokens, long maxTokens, int runningBatches, int lanes, long calls, long refusedCalls,
		long lateCalls, long batches, long memorySplits) {
}
