package dev.semblance.benchmarks.gpu;

import java.io.IOException;

/**
 * A part of the run.
 */
@FunctionalInterface
interface Part {

	/**
	 * Runs it.
	 * @param work what to work on
	 * @param rows where the results go
	 * @throws IOException if a file cannot be read or written
	 * @throws InterruptedException if somebody wants it to end
	 */
	void run(Work work, Rows rows) throws IOException, InterruptedException;

}
