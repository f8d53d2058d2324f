package dev.semblance.benchmarks.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux counts as this process's resident memory: heap, native memory and mapped
 * files together.
 */
final class ResidentMemory {

	private ResidentMemory() {
	}

	static Answer read() throws IOException {
		Answer answer = new Answer();
		for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
			if (line.startsWith("VmRSS:")) {
				answer.put("rss_kb", kilobytes(line));
			}
			else if (line.startsWith("VmHWM:")) {
				answer.put("peak_rss_kb", kilobytes(line));
			}
		}
		return answer;
	}

	private static long kilobytes(String line) {
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

}
