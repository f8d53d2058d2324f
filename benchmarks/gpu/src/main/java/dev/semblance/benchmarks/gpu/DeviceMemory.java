package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semblance.encoders.Device;

/**
 * Reads how much memory is taken, in MB of 1,048,576 bytes.
 */
final class DeviceMemory {

	private DeviceMemory() {
	}

	/**
	 * Tells how much of a device's memory is taken.
	 * @param device the device
	 * @return what all processes take of a GPU; what this process takes of the machine
	 * for a CPU
	 * @throws IOException if it cannot be read
	 */
	static double used(Device device) throws IOException {
		return (device instanceof Device.Gpu gpu) ? usedOf(gpu) : usedByProcess();
	}

	/**
	 * Tells how much of the machine's memory this process takes.
	 * @return its resident memory
	 * @throws IOException if it cannot be read
	 */
	static double usedByProcess() throws IOException {
		String line = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((entry) -> entry.startsWith("VmRSS:"))
			.findFirst()
			.orElseThrow(() -> new IOException("/proc/self/status has no VmRSS."));
		return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
	}

	private static double usedOf(Device.Gpu device) throws IOException {
		Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits",
				"--id=" + device.index())
			.redirectErrorStream(true)
			.start();
		String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		try {
			return Double.parseDouble(answer);
		}
		catch (NumberFormatException ex) {
			throw new IOException("nvidia-smi answers: " + answer, ex);
		}
	}

}
