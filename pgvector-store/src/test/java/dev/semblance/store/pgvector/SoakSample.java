package dev.semblance.store.pgvector;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

/**
 * What the process of the soak holds at a moment.
 *
 * @param threads threads of this process
 * @param connections processes of the server that work for it
 * @param files files and sockets that it has open
 * @param heapKilobytes heap in use after garbage collection
 * @param directKilobytes memory of direct buffers
 * @param residentKilobytes memory of the process
 */
record SoakSample(int threads, int connections, int files, long heapKilobytes, long directKilobytes,
		long residentKilobytes) {

	static SoakSample take(DataSource dataSource) throws IOException, InterruptedException {
		long heap = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			// Direct buffers are freed by another thread, some time after; and the load
			// goes on.
			Thread.sleep(200);
			heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		int connections = Integer.parseInt(Sql.value(dataSource, "SELECT count(*) FROM pg_stat_activity WHERE "
				+ "backend_type = 'client backend' AND datname = current_database()"));
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return new SoakSample(ManagementFactory.getThreadMXBean().getThreadCount(), connections, openFiles(),
				heap / 1024, direct / 1024, resident());
	}

	private static int openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return (int) files.count();
		}
	}

	private static long resident() throws IOException {
		List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
		String line = status.stream().filter((each) -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

}
