package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.internal.lifecycle.CallGate;

/**
 * Keeps the process from ending while ONNX Runtime works: its native library is taken
 * down with the process, under the feet of threads that are still inside, and that kills
 * the JVM with a signal instead of its exit code.
 */
final class ProcessExit {

	private static final CallGate GATE = new CallGate("ONNX Runtime, because the process is ending,");

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> GATE.close(() -> {
		}), "semblance-exit"));
	}

	private ProcessExit() {
	}

	/**
	 * Calls into ONNX Runtime; the process ends after the call.
	 * @throws IllegalStateException if the process is ending
	 */
	static <T, E extends Exception> T waitsFor(CallGate.Call<T, E> call) throws E {
		return GATE.call(call);
	}

}
