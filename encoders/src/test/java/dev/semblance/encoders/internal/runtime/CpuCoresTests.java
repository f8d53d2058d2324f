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
		machine("0-7", "0,4", "1,5", "2,6", "3,7", "0,4", "1,5", "2,6", "3,7");
		assertThat(physical(8)).isEqualTo(4);
	}

	@Test
	void withoutHyperThreadingEveryThreadIsACore() throws IOException {
		machine("0-3", "0", "1", "2", "3");
		assertThat(physical(4)).isEqualTo(4);
	}

	@Test
	void coresThatTheProcessMayNotUseDoNotCount() throws IOException {
		machine("0-1,6", "0-1", "0-1", "2-3", "2-3", "4-5", "4-5", "6-7", "6-7");
		assertThat(physical(3)).isEqualTo(2);
	}

	@Test
	void aQuotaCountsLikeSoManyCores() throws IOException {
		machine("0-7", "0-1", "0-1", "2-3", "2-3", "4-5", "4-5", "6-7", "6-7");
		assertThat(physical(3)).isEqualTo(3);
		assertThat(physical(1)).isEqualTo(1);
	}

	@Test
	void whereNothingIsKnownEveryThreadIsACore() throws IOException {
		assertThat(physical(6)).isEqualTo(6);
		Files.writeString(status(), "Name:\tjava\n");
		assertThat(physical(6)).isEqualTo(6);
		Files.writeString(status(), "Cpus_allowed_list:\t0-5\n");
		assertThat(physical(6)).isEqualTo(6);
		Files.writeString(status(), "Cpus_allowed_list:\tall of them\n");
		assertThat(physical(6)).isEqualTo(6);
	}

	@Test
	void thisMachineHasAtLeastOne() {
		assertThat(CpuCores.physical()).isBetween(1, Runtime.getRuntime().availableProcessors());
	}

	private int physical(int available) {
		return CpuCores.physical(this.cpus, status(), available);
	}

	private Path status() {
		return this.cpus.resolve("status");
	}

	private void machine(String allowed, String... siblings) throws IOException {
		Files.writeString(status(), "Name:\tjava\nCpus_allowed_list:\t" + allowed + "\nThreads:\t1\n");
		for (int cpu = 0; cpu < siblings.length; cpu++) {
			Path topology = Files.createDirectories(this.cpus.resolve("cpu" + cpu).resolve("topology"));
			Files.writeString(topology.resolve("thread_siblings_list"), siblings[cpu] + "\n");
		}
	}

}
