package dev.semblance.encoders.internal.scheduler;

import dev.semblance.encoders.internal.lifecycle.CallGate;

/**
 * Where and how one batch runs.
 */
public interface LaneRun {

	/**
	 * Returns the lane's memory.
	 * @return buffers that are this run's alone until it ends
	 */
	LaneMemory memory();

	/**
	 * Tells whether the run has the device to itself and may use several threads.
	 * @return whether it may
	 */
	boolean wide();

	/**
	 * Returns how long the device has worked for this run so far, waiting for it not
	 * included.
	 * @return the time in nanoseconds
	 */
	long deviceNanos();

	/**
	 * Runs on the device, as soon as it is this batch's turn.
	 * @param terminator makes the work end early; called from another thread, at most
	 * once and only while the work goes on
	 * @param work the work
	 * @param <T> what the work gives
	 * @param <E> how it fails
	 * @return what the work gives
	 * @throws E if the work fails
	 * @throws AbandonedException if nobody waits for the batch any more
	 */
	<T, E extends Exception> T onDevice(Runnable terminator, CallGate.Call<T, E> work) throws E;

}
