package dev.semblance.encoders.internal.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.scheduler.DeviceMemoryExhausted;

/**
 * Tells by its words when ONNX Runtime has run out of memory: it has no error code for
 * that.
 */
final class MemoryFailure {

	private static final List<String> WORDS = List.of("failed to allocate memory", "bfcarena", "bad_alloc",
			"bad allocation", "out of memory", "cudaerrormemoryallocation", "cublas_status_alloc_failed",
			"cudnn_status_alloc_failed", "available memory of", "smaller than requested bytes");

	private MemoryFailure() {
	}

	static Optional<RuntimeException> of(OrtException failure) {
		String message = String.valueOf(failure.getMessage());
		String words = message.toLowerCase(Locale.ROOT);
		return WORDS.stream().anyMatch(words::contains) ? Optional.of(new DeviceMemoryExhausted(message, failure))
				: Optional.empty();
	}

}
