package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StoreCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path folder;

	@SuppressWarnings("NullAway.Init")
	private static TestDatabase database;

	@BeforeAll
	static void fillStore() throws IOException {
		database = TestDatabase.withExtension();
		TinyCollection.write(folder);
		fill("default");
	}

	private static void fill(String collection) {
		CommandRun run = CommandRun.of("evaluate", "retrieval", "--data", folder, "--legs", "dense,sparse,lexical",
				"--store", "pgvector", "--store-url", database.url(), "--store-collection", collection, "--model",
				TinyModels.DENSE, "--sparse-model", TinyModels.SPARSE);
		assertThat(run.err()).isEmpty();
	}

	@AfterAll
	static void dropDatabase() {
		database.close();
	}

	@Test
	void aHealthyCollectionIsCheckedWithoutComplaint() {
		CommandRun run = store("check", "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		JsonNode json = run.json();
		assertThat(json.propertyNames()).containsExactly("server", "extension", "schema", "collection", "tenant",
				"documents", "tables", "healthy", "findings");
		assertThat(json.get("documents").intValue()).isEqualTo(3);
		assertThat(json.get("healthy").booleanValue()).isTrue();
		assertThat(json.get("tables").get(0).propertyNames()).containsExactly("name", "contents", "rows", "dead_rows",
				"bytes", "index_bytes");
		assertThat(json.get("tables").valueStream().map((table) -> table.get("contents").stringValue()))
			.containsExactly("documents", "dense_vectors", "sparse_vectors");
		assertThat(json.get("findings").get(0).propertyNames()).containsExactly("severity", "subject", "found",
				"remedy");
	}

	@Test
	void peopleAreShownEachFindingWithWhatToDo() {
		CommandRun run = store("check");
		assertThat(run.err()).isEmpty();
		assertThat(run.out().lines()).anyMatch((line) -> line.matches("server      PostgreSQL .+, pgvector .+"))
			.contains("collection  default in schema semblance", "documents   3")
			.anyMatch((line) -> line.matches("table       dense_\\w+: dense vectors, about \\d+ rows .+"))
			.anyMatch((line) -> line.startsWith("ok          index dense_"))
			.noneMatch((line) -> line.startsWith("PROBLEM"));
	}

	@Test
	void aProblemIsAFailureWithTheRemedyAndTheWholeReport() {
		CommandRun run = store("check", "--index-from", "3", "--json");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("index dense_").contains("It is missing", "semblance store build");
		assertThat(run.json().get("healthy").booleanValue()).isFalse();
		assertThat(run.json().get("findings").get(0).get("severity").stringValue()).isEqualTo("problem");
		assertThat(store("check", "--index-from", "3").out()).contains("PROBLEM     index dense_");
	}

	@Test
	void anotherTenantHasNoDocuments() {
		CommandRun run = store("check", "--store-tenant", "other", "--json");
		assertThat(run.json().get("tenant").stringValue()).isEqualTo("other");
		assertThat(run.json().get("documents").intValue()).isZero();
	}

	@Test
	void indexesThatAreMissingAreBuiltOnce() {
		fill("built");
		Object[] both = { "--store-collection", "built", "--index-from", "3", "--sparse-index", "hnsw", "--json" };
		CommandRun first = store("build", both);
		assertThat(first.err()).isEmpty();
		assertThat(first.exitCode()).isZero();
		assertThat(builtNow(first)).containsExactly(true, true);
		assertThat(builtNow(store("build", both))).containsExactly(false, false);
		assertThat(store("check", both).exitCode()).isZero();
		assertThat(store("build", "--store-collection", "built").out()).endsWith("_hnsw  was there%n".formatted());
	}

	@Test
	void indexesOfFewDocumentsAreNotBuilt() {
		CommandRun run = store("build");
		assertThat(run.exitCode()).isZero();
		assertThat(run.out()).endsWith("_hnsw  not built: there are fewer documents than --index-from%n".formatted());
		assertThat(store("build", "--dense-index", "none").out()).isEqualTo("no index is wanted%n".formatted());
	}

	@Test
	void theSchemaIsWrittenWithoutADatabaseAndMakesAllThatIsNeeded() {
		CommandRun run = CommandRun.of("store", "schema", "--model", TinyModels.DENSE, "--sparse-model",
				TinyModels.SPARSE, "--store-schema", "elsewhere", "--store-collection", "books", "--language", "german",
				"--precision", "half", "--sparse-index", "hnsw");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.out()).contains("CREATE SCHEMA IF NOT EXISTS \"elsewhere\"", "halfvec(", "sparsevec(",
				"'german'", "-- CREATE INDEX CONCURRENTLY");
		database.execute(run.out());
		assertThat(database.schemas()).contains("elsewhere");
	}

	@Test
	void theSchemaOfWordsAloneNeedsNoModel() {
		CommandRun run = CommandRun.of("store", "schema", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("script").stringValue()).contains("CREATE TABLE").doesNotContain("embedding ");
	}

	@Test
	void aCollectionThatIsNotThereIsOneLine() {
		CommandRun run = store("check", "--store-collection", "missing");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("There is no collection 'missing' in schema \"semblance\".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "check", "build" })
	void aServerIsNeeded(String command) {
		CommandRun run = CommandRun.of("store", command);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).startsWith("Missing required option: '--store-url=JDBC_URL'")
			.contains("Try 'semblance store %s --help'.".formatted(command));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "--index-from=0, built from 0 documents on",
					"--build-memory=0, buildMemory of the HNSW index is 0", "--hnsw-m=1, m of the HNSW index is 1",
					"--dense-index=ivf, 'ivf' is none of", "--store-schema=a-b, 'a-b' cannot be the name",
					"--store-collection=_, collection's name is blank" })
	void wrongUsageEndsWithTwo(String option, String complaint) {
		for (String command : List.of("check", "build")) {
			CommandRun run = store(command, option.replace('_', ' '));
			assertThat(run.exitCode()).isEqualTo(2);
			assertThat(run.err()).contains(complaint).contains("Try 'semblance store %s --help'.".formatted(command));
		}
	}

	private static CommandRun store(String command, Object... options) {
		return CommandRun
			.of(Stream.concat(Stream.of("store", command, "--store-url", database.url()), Arrays.stream(options))
				.toArray());
	}

	private static List<Boolean> builtNow(CommandRun run) {
		return run.json().get("indexes").valueStream().map((index) -> index.get("built_now").booleanValue()).toList();
	}

}
