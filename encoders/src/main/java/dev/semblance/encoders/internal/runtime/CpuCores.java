package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * How many cores there are to compute on.
 */
public final class CpuCores {

	private static final Path CPUS = Path.of("/sys/devices/system/cpu");

	private CpuCores() {
	}

	/**
	 * Counts the physical cores that the process may use: two threads of one core share
	 * its arithmetic, so that a second one gains nothing.
	 * @return the number, 1 or more; that of the logical ones where it is not known
	 */
	public static int physical() {
		return physical(CPUS, Runtime.getRuntime().availableProcessors());
	}

	static int physical(Path cpus, int available) {
		Set<String> cores = new HashSet<>();
		int threads = 0;
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(cpus, "cpu[0-9]*")) {
			for (Path cpu : entries) {
				Path siblings = cpu.resolve("topology/thread_siblings_list");
				if (Files.isReadable(siblings)) {
					cores.add(Files.readString(siblings).strip());
					threads++;
				}
			}
		}
		catch (IOException ex) {
			return available;
		}
		// A container may use fewer than the machine has: keep the machine's ratio.
		return cores.isEmpty() ? available : Math.max(1, (int) ((long) available * cores.size() / threads));
	}

}
