package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.semblance.store.pgvector.server.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluatePgVectorTests {

	@SuppressWarnings("NullAway.Init")
	private static TestDatabase database;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@BeforeAll
	static void createDatabase() {
		database = TestDatabase.withExtension();
	}

	@AfterAll
	static void dropDatabase() {
		database.close();
	}

	@BeforeEach
	void writeCollection() throws IOException {
		TinyCollection.write(this.folder);
		Files.writeString(this.folder.resolve("queries.jsonl"), """
				{"_id": "q1", "text": "domesticated cats"}
				{"_id": "q2", "text": "the moon and the small oceans"}
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dense", "sparse", "lexical", "dense,sparse,lexical" })
	void everyLegIsAskedAndNothingStays(String legs) {
		CommandRun run = evaluate("--model", CommandRun.MINILM, "--legs", legs, "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("ndcg_at_10").doubleValue()).isEqualTo(1);
		assertThat(run.json().get("ingested").intValue()).isEqualTo(3);
		assertThat(run.json().get("documents").intValue()).isEqualTo(3);
		assertThat(database.schemas()).noneMatch((schema) -> schema.startsWith(TemporarySchema.PREFIX));
	}

	@Test
	void nothingStaysOfAnEvaluationThatFails() throws IOException {
		Files.writeString(this.folder.resolve("corpus.jsonl"), "{\"_id\": oops}\n", StandardOpenOption.APPEND);
		CommandRun run = evaluate("--legs", "lexical");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("line 4: malformed JSON");
		assertThat(database.schemas()).noneMatch((schema) -> schema.startsWith(TemporarySchema.PREFIX));
	}

	@Test
	void aKeptCollectionIsNotEncodedAgainWhicheverLegsAreAsked() {
		Object[] kept = { "--model", CommandRun.MINILM, "--store-collection", "kept", "--json", "--exact", "--legs" };
		assertThat(evaluate(kept, "dense,sparse").json().get("ingested").intValue()).isEqualTo(3);
		for (String legs : List.of("dense,sparse", "dense", "sparse", "lexical")) {
			CommandRun again = evaluate(kept, legs);
			assertThat(again.err()).isEmpty();
			assertThat(again.json().get("ingested").intValue()).isZero();
			assertThat(again.json().get("ndcg_at_10").doubleValue()).isEqualTo(1);
		}
		assertThat(database.schemas()).contains("semblance");
	}

	@Test
	void whatAKeptCollectionLacksIsNamed() {
		Object[] kept = { "--store-collection", "words", "--store-schema", "lacking", "--legs" };
		assertThat(evaluate(kept, "lexical").exitCode()).isZero();
		CommandRun run = evaluate(kept, "dense", "--model", CommandRun.MINILM);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("Collection 'words' in schema \"lacking\" was made for no dense vectors");
	}

	@Test
	void newDocumentsOfAKeptCollectionNeedAllItsVectors() throws IOException {
		Object[] kept = { "--model", CommandRun.MINILM, "--store-collection", "growing", "--legs" };
		assertThat(evaluate(kept, "dense,sparse").exitCode()).isZero();
		Files.writeString(this.folder.resolve("corpus.jsonl"), "{\"_id\": \"new\", \"text\": \"New.\"}\n",
				StandardOpenOption.APPEND);
		CommandRun run = evaluate(kept, "dense");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("'new'").contains("has no sparse vector");
	}

	@Test
	void aKeptCollectionOfOtherDocumentsIsRefused() throws IOException {
		Object[] kept = { "--store-collection", "others", "--legs", "lexical" };
		assertThat(evaluate(kept).exitCode()).isZero();
		List<String> corpus = Files.readAllLines(this.folder.resolve("corpus.jsonl"));
		Files.write(this.folder.resolve("corpus.jsonl"), corpus.subList(0, 2));
		CommandRun run = evaluate(kept);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("The store holds 3 documents, the collection only 2")
			.contains("a --store-collection of its own");
	}

	@Test
	void aKeptCollectionOfAnotherLanguageIsRefused() {
		Object[] kept = { "--store-collection", "words", "--store-schema", "english", "--legs", "lexical" };
		assertThat(evaluate(kept).exitCode()).isZero();
		CommandRun run = evaluate(kept, "--language", "german");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("The documents in schema \"english\" are in language english");
	}

	@Test
	void aWrongPasswordIsRefusedAndNotRepeated() {
		String url = database.url().replaceFirst("\\?.*", "?user=test_nobody&password=oops");
		CommandRun run = CommandRun.of("evaluate", "retrieval", "--data", this.folder, "--legs", "lexical", "--store",
				"pgvector", "--store-url", url);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("There is no connection to PostgreSQL at ")
			.contains("test_nobody")
			.doesNotContain("oops");
	}

	private CommandRun evaluate(Object[] first, Object... options) {
		return evaluate(Stream.concat(Arrays.stream(first), Arrays.stream(options)).toArray());
	}

	private CommandRun evaluate(Object... options) {
		Stream<Object> command = Stream.of("evaluate", "retrieval", "--data", this.folder, "--store", "pgvector",
				"--store-url", database.url());
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

}
