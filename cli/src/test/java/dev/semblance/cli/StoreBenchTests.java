package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StoreBenchTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private Path input;

	@BeforeEach
	void writeTexts() throws IOException {
		this.input = Files.write(this.folder.resolve("texts.txt"), SampleTexts.all().subList(0, 150));
	}

	@Test
	void thePgVectorStoreIsMeasuredAndNothingStays() {
		try (TestDatabase database = TestDatabase.withExtension()) {
			CommandRun run = bench("pgvector", "--store-url", database.url(), "--legs", "sparse,lexical", "--threads",
					"2", "--json");
			assertThat(run.err()).isEmpty();
			assertThat(run.exitCode()).isZero();
			assertThat(run.json().propertyNames()).startsWith("documents", "documents_per_second",
					"unchanged_per_second", "index_seconds", "queries_per_second", "p50_ms", "p95_ms", "p99_ms",
					"recall_at_10");
			assertThat(run.json().get("documents").intValue()).isEqualTo(150);
			assertThat(run.json().get("recall_at_10").doubleValue()).isEqualTo(1);
			assertThat(run.json().get("callers").intValue()).isEqualTo(2);
			assertThat(database.schemas()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "lucene" })
	void theOtherStoresAreMeasuredAlike(String store) {
		CommandRun run = bench(store, "--model", CommandRun.MINILM, "--max-length", "16", "--json");
		assertThat(run.err()).isEmpty();
		JsonNode result = run.json();
		assertThat(result.get("documents").intValue()).isEqualTo(150);
		assertThat(result.get("recall_at_10").doubleValue()).isBetween(0.9, 1.0);
		for (String figure : List.of("documents_per_second", "unchanged_per_second", "queries_per_second", "p50_ms",
				"queries", "seconds")) {
			assertThat(result.get(figure).doubleValue()).isPositive();
		}
	}

	private CommandRun bench(String store, Object... options) {
		Stream<Object> command = Stream.of("bench", "--device", "cpu", "--seconds", "0.1", "--input", this.input,
				"--store", store);
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

}
