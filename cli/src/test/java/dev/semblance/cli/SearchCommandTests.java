package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SearchCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path folder;

	@SuppressWarnings("NullAway.Init")
	private static Path store;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path other;

	@BeforeAll
	static void fillStore() throws IOException {
		store = folder.resolve("store");
		CommandRun run = CommandRun.of("evaluate", "retrieval", "--data",
				TinyCollection.write(folder.resolve("collection")), "--model", CommandRun.MINILM, "--legs",
				"dense,sparse,lexical", "--store", "lucene", "--store-path", store);
		assertThat(run.err()).isEmpty();
	}

	@Test
	void theResultIsOneJsonObjectWithHits() {
		CommandRun run = search("--model", CommandRun.MINILM, "--store", "lucene", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(run.json().get("documents").intValue()).isEqualTo(3);
		JsonNode best = run.json().get("hits").get(0);
		assertThat(best.get("id").stringValue()).isEqualTo("tides");
		assertThat(best.get("text").stringValue()).isEqualTo("Tides The moon pulls the oceans towards it.");
		assertThat(best.get("metadata").get("title").stringValue()).isEqualTo("Tides");
		assertThat(best.get("legs").propertyNames()).containsExactly("dense");
		assertThat(best.get("rank_before").intValue()).isOne();
		assertThat(best.get("score_before").doubleValue()).isEqualTo(best.get("score").doubleValue());
		assertThat(best.get("rerank_score").isNull()).isTrue();
	}

	@Test
	void everyLegsRankAndScoreAreShown() {
		CommandRun run = search("--model", CommandRun.MINILM, "--legs", "dense,sparse,lexical", "--json");
		JsonNode legs = run.json().get("hits").get(0).get("legs");
		assertThat(legs.propertyNames()).containsExactly("dense", "sparse", "lexical");
		assertThat(legs.get("sparse").get("rank").intValue()).isOne();
		assertThat(legs.get("sparse").get("score").doubleValue())
			.isCloseTo(legs.get("lexical").get("score").doubleValue(), within(0.1));
	}

	@Test
	void wordsAreSearchedWithoutAModel() {
		CommandRun run = search("--legs", "sparse,lexical", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(ids(run)).containsExactly("tides");
	}

	@Test
	void hitsAreRerankedByTheModelItself() {
		CommandRun run = search("--model", CommandRun.MINILM, "--rerank", "--json");
		assertThat(run.exitCode()).isZero();
		JsonNode best = run.json().get("hits").get(0);
		assertThat(best.get("rerank_score").doubleValue()).isEqualTo(best.get("score").doubleValue())
			.isGreaterThan(best.get("score_before").doubleValue());
		assertThat(run.json().get("rerank_tokens").intValue()).isPositive();
	}

	@Test
	void hitsBelowTheDepthAreNotReranked() {
		CommandRun run = search("--legs", "lexical", "--rerank", TinyModels.CROSS, "--rerank-depth", "1", "--query",
				"moon cat", "--json");
		assertThat(run.exitCode()).isZero();
		JsonNode hits = run.json().get("hits");
		assertThat(hits.size()).isEqualTo(2);
		assertThat(hits.get(0).get("rerank_score").isNumber()).isTrue();
		assertThat(hits.get(1).get("rerank_score").isNull()).isTrue();
	}

	@Test
	void noMoreHitsAreShownThanAskedFor() {
		assertThat(ids(search("--model", CommandRun.MINILM, "--rerank", "--limit", "2", "--json"))).hasSize(2);
	}

	@Test
	void theResultIsReadableWithoutJson() {
		assertThat(search("--legs", "lexical").out().lines()).startsWith("documents  3")
			.anyMatch((line) -> line.matches(" {2}1 {2}\\d+\\.\\d{4} {2}tides {2}Tides The moon .*"));
	}

	@Test
	void anotherModelThanTheStoresIsRefusedWithBothNames() {
		CommandRun run = search("--model", CommandRun.BGE);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("holds vectors of " + CommandRun.MINILM)
			.contains("makes vectors of " + CommandRun.BGE);
	}

	@Test
	void anotherSparseModelThanTheStoresIsRefused() {
		CommandRun run = search("--legs", "sparse", "--sparse-model", TinyModels.SPARSE);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("holds vectors of bm25-english");
	}

	@Test
	void aStoreThatIsNotThereIsNotMade() {
		Path missing = this.other.resolve("missing");
		CommandRun run = CommandRun.of("search", "--legs", "lexical", "--query", "Q", "--store-path", missing);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("The store at %s does not exist.".formatted(missing));
		assertThat(missing).doesNotExist();
	}

	@Test
	void aBlankQueryIsRefused() {
		CommandRun run = CommandRun.of("search", "--legs", "lexical", "--query", " ", "--store-path", store);
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).startsWith("The query is empty.");
	}

	private static CommandRun search(Object... options) {
		List<Object> given = Arrays.asList(options);
		Stream<Object> command = Stream.of("search", "--store-path", store);
		Stream<Object> query = given.contains("--query") ? Stream.of() : Stream.of("--query", "The moon and the sea");
		return CommandRun.of(Stream.of(command, query, given.stream()).flatMap((part) -> part).toArray());
	}

	private static List<String> ids(CommandRun run) {
		return run.json().get("hits").valueStream().map((hit) -> hit.get("id").stringValue()).toList();
	}

}
