package dev.semblance.encoders.internal.runtime;

import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.scheduler.DeviceMemoryExhausted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryFailureTests {

	@ParameterizedTest
	@ValueSource(strings = {
			"Error code - ORT_RUNTIME_EXCEPTION - Failed to allocate memory for requested buffer of size 1073741824",
			"bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, Stream*)",
			"Available memory of 1024 is smaller than requested bytes of 4096", "std::bad_alloc", "bad allocation",
			"CUDA failure 2: out of memory", "CUBLAS_STATUS_ALLOC_FAILED" })
	void theWordsOfAFullMemoryAreKnownAndKept(String words) {
		OrtException failure = new OrtException(words);
		assertThat(MemoryFailure.of(failure)).get()
			.isInstanceOf(DeviceMemoryExhausted.class)
			.satisfies((exhausted) -> assertThat(exhausted).hasMessageContaining(words).hasCause(failure));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Exiting due to terminate flag being set to true.", "indices element out of data bounds",
			"CUDA failure 700: an illegal memory access was encountered", "" })
	void otherWordsAreOtherFailures(String words) {
		assertThat(MemoryFailure.of(new OrtException(words))).isEmpty();
	}

}
