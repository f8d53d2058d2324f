package dev.semblance.benchmarks.protocol;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;

/**
 * Counts what all threads allocate on the Java heap, because libraries hand work to
 * threads of their own. Threads that end before the count stops are missed; the pools of
 * the contestants keep theirs longer than that. JDK 17 has no total over all threads.
 */
final class AllocationMeter {

	private static final int ARRAY_HEADER = 16;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Map<Long, Long> before = Map.of();

	void start() {
		this.before = allocated();
	}

	long stop() {
		long bytes = 0;
		for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
			bytes += thread.getValue() - this.before.getOrDefault(thread.getKey(), 0L);
		}
		return bytes;
	}

	/**
	 * Gives what nobody can save: the bytes of the vectors that were asked for.
	 * @param vectors the result of a call
	 * @return their bytes on the heap
	 */
	static long sizeOf(List<float[]> vectors) {
		return vectors.stream().mapToLong((vector) -> ARRAY_HEADER + (long) Float.BYTES * vector.length).sum();
	}

	private Map<Long, Long> allocated() {
		long[] ids = this.threads.getAllThreadIds();
		long[] bytes = this.threads.getThreadAllocatedBytes(ids);
		Map<Long, Long> allocated = new HashMap<>();
		for (int i = 0; i < ids.length; i++) {
			// A thread that ended in between has -1.
			if (bytes[i] >= 0) {
				allocated.put(ids[i], bytes[i]);
			}
		}
		return allocated;
	}

}
