package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BenchCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void theResultIsOneJsonObject() {
		CommandRun run = bench(TinyModels.SPARSE, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(run.json().propertyNames()).startsWith("texts_per_second", "tokens_per_second", "p50_ms", "p95_ms",
				"p99_ms", "padding_waste", "tokenizer_share");
		assertThat(run.json().get("device").stringValue()).isEqualTo("cpu");
	}

	@Test
	void theResultIsReadableWithoutJson() {
		assertThat(bench(TinyModels.SPARSE).out().lines()).anyMatch((line) -> line.matches("p99 ms +\\d+\\.\\d{4}"));
	}

	@ParameterizedTest
	@MethodSource
	void everyKindOfModelIsMeasured(Path model) {
		JsonNode result = bench(model, "--json").json();
		assertThat(result.get("texts_per_second").doubleValue()).isPositive();
		assertThat(result.get("tokens_per_second").doubleValue())
			.isGreaterThan(result.get("texts_per_second").doubleValue());
		assertThat(result.get("batches").longValue()).isPositive();
	}

	static Stream<Path> everyKindOfModelIsMeasured() {
		return Stream.of(TinyModels.SPARSE, TinyModels.MULTI_VECTOR, TinyModels.CROSS);
	}

	@Test
	void oneCallerSendsAllTextsAtOnce() {
		JsonNode result = bench(TinyModels.SPARSE, "--json").json();
		assertThat(result.get("callers").intValue()).isOne();
		assertThat(result.get("texts").longValue()).isEqualTo(800 * result.get("calls").longValue());
	}

	@Test
	void severalCallersSendOneTextAtATime() {
		JsonNode result = bench(TinyModels.SPARSE, "--threads", "3", "--json").json();
		assertThat(result.get("callers").intValue()).isEqualTo(3);
		assertThat(result.get("texts").longValue()).isEqualTo(result.get("calls").longValue()).isGreaterThan(3);
	}

	@Test
	void sharesAreThoseOfAWhole() {
		JsonNode result = bench(TinyModels.SPARSE, "--threads", "2", "--json").json();
		assertThat(result.get("padding_waste").doubleValue()).isBetween(0.0, 1.0);
		assertThat(result.get("tokenizer_share").doubleValue()).isBetween(0.0, 1.0).isPositive();
	}

	@Test
	void slowerCallsAreInTheHigherPercentiles() {
		JsonNode result = bench(TinyModels.SPARSE, "--threads", "2", "--json").json();
		assertThat(result.get("p50_ms").doubleValue()).isPositive()
			.isLessThanOrEqualTo(result.get("p95_ms").doubleValue());
		assertThat(result.get("p95_ms").doubleValue()).isLessThanOrEqualTo(result.get("p99_ms").doubleValue());
	}

	@Test
	void theWarmUpIsNotCounted() throws IOException {
		JsonNode result = bench(CommandRun.MINILM, "--input", input("a short text"), "--json").json();
		assertThat(result.get("batches").longValue()).isEqualTo(result.get("calls").longValue());
		assertThat(result.get("tokens").longValue()).isEqualTo(5 * result.get("calls").longValue());
	}

	@Test
	void aDenseModelIsMeasuredByItsTokenVectorsIfAsked() throws IOException {
		CommandRun run = bench(CommandRun.MINILM, "--kind", "multi-vector", "--input", input("a short text"), "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("texts").longValue()).isPositive();
	}

	@Test
	void textsAreCutToTheMaximumLength() throws IOException {
		JsonNode result = bench(CommandRun.MINILM, "--max-length", "4", "--input", input("a short text", "b"), "--json")
			.json();
		assertThat(result.get("truncated_texts").longValue()).isEqualTo(result.get("calls").longValue());
		assertThat(result.get("tokens").longValue()).isEqualTo(7 * result.get("calls").longValue());
	}

	@Test
	void aTokenBudgetMakesBatchesSmaller() throws IOException {
		JsonNode result = bench(CommandRun.MINILM, "--token-budget", "5", "--input", input("one two", "three four"),
				"--json")
			.json();
		assertThat(result.get("batches").longValue()).isEqualTo(2 * result.get("calls").longValue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "--lanes=1", "--latency-threads=1", "--no-spinning", "--spinning" })
	void theRuntimeCanBeSet(String option) {
		CommandRun run = bench(TinyModels.SPARSE, option, "--threads", "1", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("seconds").doubleValue()).isPositive();
	}

	@Test
	void aFileWithoutTextsIsRefused() throws IOException {
		CommandRun run = bench(TinyModels.SPARSE, "--input", input("", " "));
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("holds no texts");
	}

	@Test
	void aMissingInputIsNamed() {
		Path missing = this.folder.resolve("missing.txt");
		CommandRun run = bench(TinyModels.SPARSE, "--input", missing);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("There is no file " + missing);
	}

	@Test
	void aModelOfAnotherKindIsRefused() {
		CommandRun run = bench(TinyModels.SPARSE, "--kind", "cross");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("is a sparse encoder, not a cross-encoder");
	}

	@Test
	void theTextsToMeasureWithAreMixedAndAlwaysTheSame() {
		assertThat(SampleTexts.all()).hasSize(800).isEqualTo(SampleTexts.all());
		assertThat(SampleTexts.all()).allSatisfy((text) -> assertThat(text.split(" ").length).isBetween(5, 250));
		assertThat(SampleTexts.all().stream().mapToInt((text) -> text.split(" ").length).average().orElseThrow())
			.isCloseTo(127.5, within(10.0));
	}

	@Test
	void aPercentileIsTheTimeOfTheNearestCall() {
		Latencies latencies = new Latencies();
		for (int i = 2000; i > 0; i--) {
			latencies.add(i * 1_000_000L);
		}
		assertThat(latencies.percentile(50)).isEqualTo(1000);
		assertThat(latencies.percentile(99)).isEqualTo(1980);
		assertThat(latencies.percentile(100)).isEqualTo(2000);
	}

	private Path input(String... texts) throws IOException {
		return Files.write(this.folder.resolve("texts.txt"), Arrays.asList(texts));
	}

	private static CommandRun bench(Object model, Object... options) {
		Stream<Object> command = Stream.of("bench", "--model", model, "--device", "cpu", "--seconds", "0.1");
		return CommandRun.of(Stream.concat(command, Arrays.stream(options)).toArray());
	}

}
