package dev.semblance.store.pgvector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A long mixed load: documents are written, changed, deleted and searched for at a time,
 * and vacuumed now and then. Nothing grows, and the graph finds what it found. A JVM of
 * its own with all of its heap touched at the start, so that only growth outside the heap
 * shows. Takes three minutes, or thirty with -Dsemblance.proofs=full.
 */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "Resident memory is read from /proc")
class SoakTests {

	private static final boolean FULL = "full".equals(System.getProperty("semblance.proofs"));

	private static final int SECONDS = Integer.getInteger("semblance.proofs.soak.seconds", FULL ? 1_800 : 180);

	/** What is in flight at the moment of looking. */
	private static final long HEAP_KILOBYTES = 4_096;

	/** The virtual machine translates code, and allots buffers, after it is warm too. */
	private static final long DIRECT_KILOBYTES = 1024;

	private static final long RESIDENT_KILOBYTES = 16 * 1024;

	@Test
	@Timeout(value = 45, unit = TimeUnit.MINUTES)
	void nothingGrowsAndTheGraphFindsWhatItFound() throws Exception {
		JsonNode record = JsonMapper.shared().readTree(run());
		JsonNode first = record.required("first");
		JsonNode last = record.required("last");
		assertThat(record.required("deleted").longValue()).isGreaterThan(10L * SECONDS);
		assertThat(record.required("written").longValue()).isGreaterThan(20L * SECONDS);
		assertThat(record.required("searches").longValue()).isGreaterThan(20L * SECONDS);
		assertThat(last.required("threads").intValue()).isLessThanOrEqualTo(first.required("threads").intValue() + 2);
		assertThat(last.required("connections").intValue())
			.isLessThanOrEqualTo(first.required("connections").intValue());
		assertThat(last.required("files").intValue()).isLessThanOrEqualTo(first.required("files").intValue() + 2);
		assertThat(last.required("heapKilobytes").longValue())
			.isLessThan(first.required("heapKilobytes").longValue() * 12 / 10 + HEAP_KILOBYTES);
		assertThat(last.required("directKilobytes").longValue())
			.isLessThanOrEqualTo(first.required("directKilobytes").longValue() * 2 + DIRECT_KILOBYTES);
		assertThat(last.required("residentKilobytes").longValue())
			.isLessThan(first.required("residentKilobytes").longValue() * 105 / 100 + RESIDENT_KILOBYTES);
		assertThat(record.required("recallBefore").doubleValue()).isGreaterThan(0.95);
		assertThat(record.required("recallUnvacuumed").doubleValue()).isGreaterThan(0.9);
		assertThat(record.required("recallAfter").doubleValue())
			.isGreaterThanOrEqualTo(record.required("recallBefore").doubleValue() - 0.01);
	}

	/** Returns the record of the run, and keeps it. */
	private static String run() throws IOException, InterruptedException {
		// Nobody else's transaction keeps it from vacuuming.
		try (TestDatabase database = new TestDatabase()) {
			database.execute("CREATE EXTENSION vector");
			return run(database.name());
		}
	}

	private static String run(String database) throws IOException, InterruptedException {
		String record = "";
		try (ChildProcess child = ChildProcess.start(List.of("-Xmx256m", "-Xms256m", "-XX:+AlwaysPreTouch"),
				SoakProgram.class, database, String.valueOf(SECONDS))) {
			for (String line = child.line(); line != null; line = child.line()) {
				System.out.println("[proof] pgvector soak: " + line);
				record = line;
			}
			assertThat(child.await()).isZero();
		}
		Files.writeString(Path.of("target", "pgvector-soak.jsonl"), record + System.lineSeparator());
		return record;
	}

}
