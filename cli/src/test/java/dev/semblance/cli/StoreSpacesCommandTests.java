package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StoreSpacesCommandTests {

	private final TestDatabase database = TestDatabase.withExtension();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@BeforeEach
	void fillStore() throws IOException {
		TinyCollection.write(this.folder);
		CommandRun run = CommandRun.of("evaluate", "retrieval", "--data", this.folder, "--legs", "dense,lexical",
				"--store", "pgvector", "--store-url", this.database.url(), "--store-collection", "default", "--model",
				TinyModels.DENSE);
		assertThat(run.err()).isEmpty();
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void aModelIsReplacedComparedSwitchedToAndRolledBack() {
		JsonNode filled = json("reembed", "--model", TinyModels.STATIC, "--index-from", "3");
		assertThat(filled.propertyNames()).containsExactly("space", "documents", "lacking", "documents_per_second",
				"tokens", "truncated_texts", "cut_sparse_vectors", "indexes_built", "switched", "seconds", "refused");
		assertThat(filled.get("documents").intValue()).isEqualTo(3);
		assertThat(filled.get("lacking").intValue()).isZero();
		assertThat(filled.get("indexes_built").intValue()).isOne();
		assertThat(filled.get("switched").booleanValue()).isFalse();
		String space = filled.get("space").stringValue();
		assertThat(states()).containsExactly("served", "beside");

		JsonNode comparison = json("compare", "--space", space, "--k", "2", "--sample", "3");
		assertThat(comparison.propertyNames()).containsExactly("space", "queries", "k", "mean_overlap",
				"smallest_overlap", "same_first", "seconds");
		// There are two others, and both find both.
		assertThat(comparison.get("mean_overlap").doubleValue()).isEqualTo(1);

		assertThat(json("switch", "--model", TinyModels.STATIC).get("space").stringValue()).isEqualTo(space);
		assertThat(states()).containsExactly("served", "formerly_served");
		assertThat(search(TinyModels.STATIC).exitCode()).isZero();
		assertThat(search(TinyModels.DENSE).err()).contains("holds vectors of");

		json("rollback");
		assertThat(search(TinyModels.DENSE).exitCode()).isZero();
		assertThat(json("drop", "--space", space).get("dropped").stringValue()).isEqualTo(space);
		assertThat(states()).containsExactly("served");
	}

	@Test
	void theWholeWayIsOneCommandAndMayBeSlow() {
		JsonNode done = json("reembed", "--model", TinyModels.STATIC, "--rate", "3", "--precision", "half", "--switch");
		assertThat(done.get("switched").booleanValue()).isTrue();
		JsonNode served = json("spaces").get("spaces").get(0);
		assertThat(served.propertyNames()).containsExactly("id", "kind", "state", "model", "revision", "dimensions",
				"precision", "served_until", "vectors", "lacking", "indexed", "bytes");
		assertThat(served.get("precision").stringValue()).isEqualTo("half");
		assertThat(served.get("vectors").intValue()).isEqualTo(3);
		assertThat(store("spaces").out().lines()).hasSize(2)
			.first()
			.asString()
			.matches(
					"dense_\\w+  dense, served: .+, half precision, 3 vectors, 0 documents without, not indexed, 1 MB");
	}

	@Test
	void aSparseModelIsRecognized() {
		json("reembed", "--model", TinyModels.SPARSE, "--switch");
		assertThat(json("spaces").get("spaces").valueStream().map((space) -> space.get("kind").stringValue()))
			.containsExactly("dense", "sparse");
	}

	@Test
	void whatCannotBeDoneIsOneLine() {
		for (CommandRun run : List.of(store("reembed", "--model", TinyModels.DENSE), store("rollback"),
				store("switch", "--model", "unknown"), store("drop", "--space", "unknown"),
				store("compare", "--model", "unknown"), store("spaces", "--store-collection", "unknown"))) {
			assertThat(run.exitCode()).isOne();
			assertThat(run.complaints()).isOne();
		}
		assertThat(store("switch", "--model", "unknown").err()).contains("Model unknown fills 0 spaces");
		assertThat(store("reembed", "--model", TinyModels.DENSE).err()).contains("serves vectors of");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "switch, --space=a --model=b, by --space or by --model",
			"drop, --json, by --space or by --model", "reembed, --json, option: '--model=M'",
			"reembed, --model=a --rate=0, with 0.0 documents in a second",
			"reembed, --model=a --kind=cross, none of kind cross", "rollback, --kind=lexical, 'lexical' is none of" })
	void wrongUsageEndsWithTwo(String command, String options, String complaint) {
		CommandRun run = store(command, (Object[]) options.split(" "));
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains(complaint).contains("Try 'semblance store %s --help'.".formatted(command));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spaces", "rollback", "drop --space=a", "switch --space=a", "compare --space=a",
			"reembed --model=a" })
	void aServerIsNeeded(String command) {
		CommandRun run = CommandRun.of((Object[]) ("store " + command).split(" "));
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).startsWith("Missing required option: '--store-url=JDBC_URL'");
	}

	private List<String> states() {
		return json("spaces").get("spaces").valueStream().map((space) -> space.get("state").stringValue()).toList();
	}

	private CommandRun search(Path model) {
		return CommandRun.of("search", "--store", "pgvector", "--store-url", this.database.url(), "--model", model,
				"--query", "word", "--legs", "dense");
	}

	private JsonNode json(String command, Object... options) {
		CommandRun run = store(command, Stream.concat(Arrays.stream(options), Stream.of("--json")).toArray());
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		return run.json();
	}

	private CommandRun store(String command, Object... options) {
		return CommandRun
			.of(Stream.concat(Stream.of("store", command, "--store-url", this.database.url()), Arrays.stream(options))
				.toArray());
	}

}
