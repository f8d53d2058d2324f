package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many cores there are to compute on.
 */
public final class CpuCores {

	private static final Path CPUS = Path.of("/sys/devices/system/cpu");

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String ALLOWED = "Cpus_allowed_list:";

	private CpuCores() {
	}

	/**
	 * Counts the physical cores that the process may use: two threads of one core share
	 * its arithmetic, so that a second one gains nothing. A container's quota counts like
	 * so many cores.
	 * @return the number, 1 or more; that of the logical ones where it is not known
	 */
	public static int physical() {
		return physical(CPUS, STATUS, Runtime.getRuntime().availableProcessors());
	}

	static int physical(Path cpus, Path status, int available) {
		try (Stream<String> lines = Files.lines(status)) {
			String allowed = lines.filter((line) -> line.startsWith(ALLOWED)).findFirst().orElse(ALLOWED);
			Set<String> cores = new HashSet<>();
			for (int cpu : numbers(allowed.substring(ALLOWED.length()).strip())) {
				cores.add(Files.readString(cpus.resolve("cpu" + cpu + "/topology/thread_siblings_list")).strip());
			}
			return cores.isEmpty() ? available : Math.min(available, cores.size());
		}
		catch (IOException | NumberFormatException ex) {
			return available;
		}
	}

	/** A list such as 0-3,8. */
	private static int[] numbers(String list) {
		return Arrays.stream(list.split(","))
			.filter((range) -> !range.isBlank())
			.map((range) -> range.split("-"))
			.flatMapToInt((ends) -> IntStream.rangeClosed(Integer.parseInt(ends[0].strip()),
					Integer.parseInt(ends[ends.length - 1].strip())))
			.toArray();
	}

}
