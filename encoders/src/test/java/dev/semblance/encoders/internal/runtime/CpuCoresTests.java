package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CpuCoresTests {

	@TempDir
	private Path cpus;

	@Test
	void twoThreadsOfACoreCountOnce() throws IOException {
		machine("0,4", "1,5", "2,6", "3,7", "0,4", "1,5", "2,6", "3,7");
		assertThat(CpuCores.physical(this.cpus, 8)).isEqualTo(4);
	}

	@Test
	void withoutHyperThreadingEveryThreadIsACore() throws IOException {
		machine("0", "1", "2", "3");
		assertThat(CpuCores.physical(this.cpus, 4)).isEqualTo(4);
	}

	@Test
	void aContainerHasItsShareOfTheCores() throws IOException {
		machine("0-1", "0-1", "2-3", "2-3", "4-5", "4-5", "6-7", "6-7");
		assertThat(CpuCores.physical(this.cpus, 4)).isEqualTo(2);
		assertThat(CpuCores.physical(this.cpus, 1)).isEqualTo(1);
	}

	@Test
	void whereNothingIsKnownEveryThreadIsACore() throws IOException {
		assertThat(CpuCores.physical(this.cpus, 6)).isEqualTo(6);
		Files.createDirectories(this.cpus.resolve("cpu0"));
		Files.createDirectories(this.cpus.resolve("cpufreq"));
		assertThat(CpuCores.physical(this.cpus, 6)).isEqualTo(6);
		assertThat(CpuCores.physical(this.cpus.resolve("missing"), 6)).isEqualTo(6);
	}

	@Test
	void thisMachineHasAtLeastOne() {
		assertThat(CpuCores.physical()).isBetween(1, Runtime.getRuntime().availableProcessors());
	}

	private void machine(String... siblings) throws IOException {
		for (int cpu = 0; cpu < siblings.length; cpu++) {
			Path topology = Files.createDirectories(this.cpus.resolve("cpu" + cpu).resolve("topology"));
			Files.writeString(topology.resolve("thread_siblings_list"), siblings[cpu] + "\n");
		}
	}

}
