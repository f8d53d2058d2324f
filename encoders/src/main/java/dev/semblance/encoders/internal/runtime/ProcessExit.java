package dev.semblance.encoders.internal.runtime;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.encoders.internal.lifecycle.ReferenceCount;
import dev.semblance.encoders.internal.scheduler.Scheduler;

/**
 * Keeps the process from ending while ONNX Runtime works: its native library is taken
 * down with the process, under the feet of threads that are still inside, and that kills
 * the JVM with a signal instead of its exit code.
 */
final class ProcessExit {

	/**
	 * Runs are terminated within milliseconds. Only the creation of a session for a large
	 * model takes longer, and it cannot be terminated.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final ReferenceCount INSIDE = new ReferenceCount("ONNX Runtime, because the process is ending,",
			() -> {
			});

	/** Those of runtimes that nobody has any more are forgotten. */
	private static final Set<Scheduler> SCHEDULERS = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	static {
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(ProcessExit::end, "semblance-exit"));
		}
		catch (IllegalStateException ex) {
			// The process is ending already: nobody may begin.
			INSIDE.close();
		}
	}

	private ProcessExit() {
	}

	private static void end() {
		INSIDE.close();
		List.copyOf(SCHEDULERS)
			.forEach((scheduler) -> scheduler
				.endAll(new IllegalStateException("The process is ending, and the call with it.")));
		INSIDE.awaitUnused(PATIENCE);
	}

	/**
	 * Ends the calls to a scheduler when the process ends.
	 * @param scheduler the scheduler
	 */
	static void ends(Scheduler scheduler) {
		SCHEDULERS.add(scheduler);
	}

	/**
	 * Calls into ONNX Runtime; the process ends after the call.
	 * @throws IllegalStateException if the process is ending
	 */
	static <T, E extends Exception> T waitsFor(CallGate.Call<T, E> call) throws E {
		return INSIDE.call(call);
	}

}
