package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluateRetrievalCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path other;

	@BeforeEach
	void writeCollection() throws IOException {
		TinyCollection.write(this.folder);
	}

	@Test
	void theResultIsOneJsonObject() {
		CommandRun run = evaluate("--model", CommandRun.MINILM, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(run.json().propertyNames()).contains("ndcg_at_10", "recall_at_100", "mrr_at_10", "map_at_100",
				"precision_at_10", "queries", "documents", "seconds");
		assertThat(run.json().get("ndcg_at_10").doubleValue()).isEqualTo(1);
		assertThat(run.json().get("queries").intValue()).isEqualTo(2);
		assertThat(run.json().get("documents").intValue()).isEqualTo(3);
	}

	@Test
	void theResultIsReadableWithoutJson() {
		assertThat(evaluate("--legs", "lexical").out().lines()).anyMatch((line) -> line.matches("queries +2"));
	}

	@Test
	void theLexicalLegNeedsNoModel() {
		CommandRun run = evaluate("--legs", "lexical", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("documents").intValue()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rrf", "dbsf", "convex" })
	void everyFusionRanksBothLegs(String fusion) {
		CommandRun run = evaluate("--model", CommandRun.MINILM, "--legs", "dense,lexical", "--fusion", fusion,
				"--weights", "dense=1,lexical=0.1", "--window", "200", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("recall_at_100").doubleValue()).isEqualTo(1);
	}

	@Test
	void theSparseLegIsBm25WithoutAModel() throws IOException {
		askByWords();
		CommandRun run = evaluate("--legs", "sparse", "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.json().get("ndcg_at_10").doubleValue()).isEqualTo(1);
	}

	@Test
	void theSparseLegAsksItsOwnModel() {
		CommandRun run = evaluate("--legs", "sparse,lexical", "--sparse-model", TinyModels.SPARSE, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("recall_at_100").doubleValue()).isEqualTo(1);
	}

	@Test
	void aSparseModelIsTheSparseLegsModel() {
		CommandRun run = evaluate("--legs", "sparse", "--model", TinyModels.SPARSE, "--max-length", "4", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("truncated_texts").intValue()).isEqualTo(3);
	}

	@Test
	void theModelItselfReranksIfNoneIsNamed() {
		CommandRun run = evaluate("--model", CommandRun.MINILM, "--legs", "dense,lexical", "--rerank", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(run.json().get("ndcg_at_10").doubleValue()).isEqualTo(1);
		assertThat(run.json().get("rerank_tokens").intValue()).isPositive();
		assertThat(run.json().get("rerank_truncated_texts").intValue()).isZero();
	}

	@Test
	void aModelThatReranksAloneNeedsNoDenseLeg() throws IOException {
		askByWords();
		CommandRun run = evaluate("--legs", "lexical", "--model", CommandRun.MINILM, "--rerank", "--max-length", "4",
				"--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("rerank_truncated_texts").intValue()).isPositive();
	}

	@Test
	void documentsAreEncodedOnceForAllQueries() {
		Object[] options = { "--model", CommandRun.MINILM, "--rerank", CommandRun.MINILM, "--json" };
		int remembered = evaluate(options).json().get("rerank_tokens").intValue();
		Object[] without = Stream.concat(Arrays.stream(options), Stream.of("--rerank-cache", "0")).toArray();
		assertThat(evaluate(without).json().get("rerank_tokens").intValue()).isGreaterThan(remembered);
	}

	@Test
	void aCrossEncoderReranks() throws IOException {
		askByWords();
		CommandRun run = evaluate("--legs", "lexical", "--rerank", TinyModels.CROSS, "--rerank-depth", "5", "--blend",
				"0.5", "--rerank-max-length", "16", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("recall_at_100").doubleValue()).isEqualTo(1);
		assertThat(run.json().get("rerank_tokens").intValue()).isPositive();
	}

	@Test
	void aSparseModelCannotRerank() {
		CommandRun run = evaluate("--legs", "lexical", "--rerank", TinyModels.SPARSE);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("is a sparse encoder, which cannot rerank");
	}

	@Test
	void aKeptStoreIsNotFilledAgain() {
		Path store = this.other.resolve("store");
		Object[] options = { "--model", CommandRun.MINILM, "--store", "lucene", "--store-path", store, "--json" };
		assertThat(evaluate(options).json().get("ingested").intValue()).isEqualTo(3);
		CommandRun again = evaluate(options);
		assertThat(again.json().get("ingested").intValue()).isZero();
		assertThat(again.json().get("ndcg_at_10").doubleValue()).isEqualTo(1);
	}

	@Test
	void aKeptStoreOfAnotherCollectionIsRefused() throws IOException {
		Path store = this.other.resolve("store");
		assertThat(evaluate("--legs", "lexical", "--store", "lucene", "--store-path", store).exitCode()).isZero();
		List<String> corpus = Files.readAllLines(this.folder.resolve("corpus.jsonl"));
		Files.write(this.folder.resolve("corpus.jsonl"), corpus.subList(0, 2));
		CommandRun run = evaluate("--legs", "lexical", "--store", "lucene", "--store-path", store);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("The store holds 3 documents, the collection only 2");
	}

	@Test
	void aKeptStoreOfAnotherModelIsRefused() {
		Path store = this.other.resolve("store");
		assertThat(evaluate("--legs", "lexical", "--store", "lucene", "--store-path", store).exitCode()).isZero();
		CommandRun run = evaluate("--model", CommandRun.MINILM, "--store", "lucene", "--store-path", store);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains(store.toString());
	}

	@Test
	void aStoreWithoutAPathLeavesNothingBehind() throws IOException {
		List<Path> before = temporaryFolders();
		assertThat(evaluate("--legs", "lexical", "--store", "lucene").exitCode()).isZero();
		assertThat(temporaryFolders()).isSubsetOf(before);
	}

	@Test
	void anotherLanguageIsAsked() {
		assertThat(evaluate("--legs", "lexical", "--language", "german").exitCode()).isZero();
		CommandRun run = evaluate("--legs", "lexical", "--language", "klingon");
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("Unknown language 'klingon'");
	}

	@Test
	void dataThatIsNoFolderIsRefused() {
		Path file = this.folder.resolve("corpus.jsonl");
		CommandRun run = CommandRun.of("evaluate", "retrieval", "--legs", "lexical", "--data", file);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith(file + " is not a folder.");
	}

	@Test
	void aMissingSplitIsNamed() {
		CommandRun run = evaluate("--legs", "lexical", "--split", "train");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("train.tsv");
	}

	@Test
	void aMalformedDocumentIsNamedByFileAndLine() throws IOException {
		Files.writeString(this.folder.resolve("corpus.jsonl"), "{\"_id\": \"a\", \"text\": \"b\"}\n{\"_id\": oops}\n");
		CommandRun run = evaluate("--legs", "lexical");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith(this.folder.resolve("corpus.jsonl") + ", line 2: malformed JSON");
	}

	@Test
	void noJudgmentsAreRefused() throws IOException {
		Files.writeString(this.folder.resolve("qrels").resolve("test.tsv"), "query-id\tcorpus-id\tscore\n");
		CommandRun run = evaluate("--legs", "lexical");
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("no judged queries");
	}

	private void askByWords() throws IOException {
		Files.writeString(this.folder.resolve("queries.jsonl"), """
				{"_id": "q1", "text": "domesticated cats"}
				{"_id": "q2", "text": "the moon and the small oceans"}
				""");
	}

	private CommandRun evaluate(Object... options) {
		Stream<Object> command = Stream.of("evaluate", "retrieval", "--data", this.folder);
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

	private static List<Path> temporaryFolders() throws IOException {
		try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return entries.filter((entry) -> entry.getFileName().toString().startsWith(TemporaryFolder.PREFIX))
				.toList();
		}
	}

}
