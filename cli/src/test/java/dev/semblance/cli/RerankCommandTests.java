package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RerankCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private Path input;

	@BeforeEach
	void writeInput() throws IOException {
		this.input = Files.writeString(this.folder.resolve("texts.txt"), """
				Flour, water, salt and yeast are baked.

				The cat is a small domesticated carnivore.
				The moon pulls the oceans towards it.
				""");
	}

	@Test
	void aDenseModelRanksByItsTokenVectors() {
		CommandRun run = rerank(CommandRun.MINILM, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(run.json().get("texts").intValue()).isEqualTo(3);
		assertThat(run.json().get("ranking").get(0).get("text").stringValue()).startsWith("The cat");
		assertThat(run.json().get("ranking").get(0).get("position").intValue()).isEqualTo(1);
		assertThat(scores(run)).isSortedAccordingTo((left, right) -> Double.compare(right, left)).hasSize(3);
	}

	@Test
	void aCrossEncoderRanksByItsScores() {
		CommandRun run = rerank(TinyModels.CROSS, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(scores(run)).isSortedAccordingTo((left, right) -> Double.compare(right, left)).hasSize(3);
	}

	@Test
	void aMultiVectorModelRanksByMaxSim() {
		CommandRun run = rerank(TinyModels.MULTI_VECTOR, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(scores(run)).isSortedAccordingTo((left, right) -> Double.compare(right, left)).hasSize(3);
	}

	@Test
	void aSparseModelCannotRank() {
		CommandRun run = rerank(TinyModels.SPARSE);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("is a sparse encoder, which cannot rerank");
	}

	@Test
	void onlyTheBestAreShownIfAsked() {
		CommandRun run = rerank(CommandRun.MINILM, "--top-k", "1", "--json");
		assertThat(run.json().get("ranking").size()).isOne();
		assertThat(run.json().get("texts").intValue()).isEqualTo(3);
	}

	@Test
	void theResultIsReadableWithoutJson() {
		assertThat(rerank(CommandRun.MINILM).out().lines()).startsWith("texts            3")
			.anyMatch((line) -> line.matches(" {2}1 {2}\\d+\\.\\d{4} {2}1 {2}The cat is .*"));
	}

	@Test
	void textsOnBothSidesOfAChunkAreScoredAlike() throws IOException {
		List<String> texts = IntStream.range(0, 300).mapToObj((i) -> (i % 2 == 0) ? "a cat" : "the moon").toList();
		Files.write(this.input, texts);
		JsonNode ranking = rerank(TinyModels.CROSS, "--json").json().get("ranking");
		assertThat(ranking.valueStream().map((line) -> line.get("position").intValue())).doesNotHaveDuplicates()
			.hasSize(300);
		assertThat(ranking.valueStream()).allSatisfy((line) -> assertThat(line.get("text").stringValue())
			.isEqualTo(texts.get(line.get("position").intValue())));
		assertThat(ranking.get(0).get("score").doubleValue()).isCloseTo(ranking.get(149).get("score").doubleValue(),
				within(1e-5));
	}

	@Test
	void truncatedTextsAreCounted() {
		CommandRun run = rerank(CommandRun.MINILM, "--max-length", "8", "--json");
		assertThat(run.json().get("truncated_texts").intValue()).isEqualTo(3);
	}

	@Test
	void halfASurrogatePairInATextSurvives() throws IOException {
		this.input = Files.writeString(this.folder.resolve("texts.jsonl"), "{\"text\": \"half \\ud83d\"}\n");
		JsonNode ranking = rerank(TinyModels.CROSS, "--json").json().get("ranking");
		assertThat(ranking.get(0).get("text").stringValue()).isEqualTo("half \ud83d");
	}

	@Test
	void anEmptyFileGivesAnEmptyRanking() throws IOException {
		Files.writeString(this.input, "\n");
		CommandRun run = rerank(TinyModels.CROSS, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("ranking").isEmpty()).isTrue();
	}

	@Test
	void aBlankQueryIsRefused() {
		CommandRun run = CommandRun.of("rerank", "--model", TinyModels.CROSS, "--query", " ", "--input", this.input);
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).startsWith("The query is empty.");
	}

	@Test
	void aMissingInputIsNamed() {
		this.input = this.folder.resolve("missing.txt");
		CommandRun run = rerank(TinyModels.CROSS);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("There is no file " + this.input);
	}

	private CommandRun rerank(Object model, Object... options) {
		Stream<Object> command = Stream.of("rerank", "--model", model, "--device", "cpu", "--query", "Which pet purrs?",
				"--input", this.input);
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

	private static List<Double> scores(CommandRun run) {
		return run.json().get("ranking").valueStream().map((line) -> line.get("score").doubleValue()).toList();
	}

}
