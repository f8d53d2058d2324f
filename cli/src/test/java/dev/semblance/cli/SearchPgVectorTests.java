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

import static org.assertj.core.api.Assertions.assertThat;

class SearchPgVectorTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path folder;

	@SuppressWarnings("NullAway.Init")
	private static TestDatabase database;

	@BeforeAll
	static void fillStore() throws IOException {
		database = TestDatabase.withExtension();
		TinyCollection.write(folder);
		fill("default", "dense,sparse,lexical", "--model", CommandRun.MINILM);
		fill("learned", "sparse", "--sparse-model", TinyModels.SPARSE);
	}

	private static void fill(String collection, String legs, Object... options) {
		Stream<Object> command = Stream.of("evaluate", "retrieval", "--data", folder, "--legs", legs, "--store",
				"pgvector", "--store-url", database.url(), "--store-collection", collection);
		CommandRun run = CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
		assertThat(run.err()).isEmpty();
	}

	@AfterAll
	static void dropDatabase() {
		database.close();
	}

	@Test
	void theCollectionIsSearchedForMeaningAndWords() {
		CommandRun run = search("--model", CommandRun.MINILM, "--legs", "dense,lexical", "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("documents").intValue()).isEqualTo(3);
		assertThat(ids(run)).startsWith("tides").hasSize(3);
		assertThat(run.json().get("hits").get(0).get("legs").propertyNames()).containsExactly("dense", "lexical");
	}

	@Test
	void aCollectionMadeByASparseModelIsSearchedWithIt() {
		CommandRun run = search("--store-collection", "learned", "--legs", "sparse", "--sparse-model",
				TinyModels.SPARSE, "--json");
		assertThat(run.err()).isEmpty();
		assertThat(ids(run)).isNotEmpty();
	}

	@Test
	void bm25NeedsWhatTheStoreDoesNotKeep() {
		CommandRun run = search("--legs", "sparse");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("statistics of all words, which a pgvector store does not keep");
	}

	@Test
	void anotherModelThanTheCollectionsIsRefusedWithBothNames() {
		CommandRun run = search("--model", CommandRun.BGE);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("holds vectors of " + CommandRun.MINILM)
			.contains("makes vectors of " + CommandRun.BGE);
	}

	@Test
	void aCollectionThatIsNotThereIsNotMade() {
		CommandRun run = search("--legs", "lexical", "--store-collection", "missing", "--store-schema", "nowhere");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("There is no collection 'missing' in schema \"nowhere\".");
		assertThat(database.schemas()).containsExactly("semblance");
	}

	private static CommandRun search(Object... options) {
		Stream<Object> command = Stream.of("search", "--store", "pgvector", "--store-url", database.url(), "--query",
				"The moon and the sea");
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

	private static List<String> ids(CommandRun run) {
		return run.json().get("hits").valueStream().map((hit) -> hit.get("id").stringValue()).toList();
	}

}
