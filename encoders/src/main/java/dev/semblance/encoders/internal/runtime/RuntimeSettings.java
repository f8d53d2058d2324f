package dev.semblance.encoders.internal.runtime;

import java.time.Duration;

import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.internal.natives.NativeSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a runtime uses its devices.
 *
 * @param lanes number of batches that run on the CPU at a time
 * @param latencyThreads number of threads of a batch that has the CPU to itself
 * @param spinning whether these threads wait for each other actively
 * @param maxCalls number of calls that may wait or run on a device at a time
 * @param maxTokens number of tokens that may wait or run on a device at a time;
 * {@code null} for a number that fits the device
 * @param closeTimeout how long closing waits for the calls in flight
 * @param gpu how models use a GPU
 * @param natives where ONNX Runtime's native libraries come from and are kept
 */
public record RuntimeSettings(int lanes, int latencyThreads, boolean spinning, int maxCalls, @Nullable Long maxTokens,
		Duration closeTimeout, GpuSettings gpu, NativeSettings natives) {
}
