package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluateStsCommandTests {

	private static final String PAIRS = """
			5.0\tA man plays the guitar.\tA man is playing a guitar.
			2.5\tA man plays the guitar.\tA woman plays music.
			0.0\tA man plays the guitar.\tThe stock market fell today.
			""";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@BeforeEach
	void writePairs() throws IOException {
		Files.writeString(this.folder.resolve("test.tsv"), PAIRS);
		Files.writeString(this.folder.resolve("dev.tsv"), PAIRS.lines().skip(1).reduce("", (a, b) -> a + b + "\n"));
	}

	@Test
	void theResultIsOneJsonObject() {
		CommandRun run = evaluate("--data", this.folder.resolve("test.tsv"), "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
		assertThat(run.json().get("spearman_cosine").doubleValue()).isEqualTo(1);
		assertThat(run.json().get("pearson_cosine").doubleValue()).isBetween(0.8, 1.0);
		assertThat(run.json().get("pairs").intValue()).isEqualTo(3);
	}

	@Test
	void theResultIsReadableWithoutJson() {
		CommandRun run = evaluate("--data", this.folder.resolve("test.tsv"));
		assertThat(run.out().lines()).startsWith("spearman cosine  1.0000").contains("pairs            3");
	}

	@Test
	void aFolderIsReadByItsTestSplit() {
		assertThat(evaluate("--data", this.folder, "--json").json().get("pairs").intValue()).isEqualTo(3);
	}

	@Test
	void aFolderIsReadByTheSplitThatIsNamed() {
		assertThat(evaluate("--data", this.folder, "--split", "dev", "--json").json().get("pairs").intValue())
			.isEqualTo(2);
	}

	@Test
	void aSplitThatAgreesWithTheFileIsFine() {
		CommandRun run = evaluate("--data", this.folder.resolve("test.tsv"), "--split", "test", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).isEmpty();
	}

	@Test
	void aSplitThatIsNotUsedIsSaidToBe() {
		CommandRun run = evaluate("--data", this.folder.resolve("test.tsv"), "--split", "dev", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err()).contains("--split dev was not used");
		assertThat(run.json().get("pairs").intValue()).isEqualTo(3);
	}

	@Test
	void truncatedTextsAreCounted() {
		CommandRun run = evaluate("--data", this.folder.resolve("test.tsv"), "--max-length", "4", "--json");
		assertThat(run.json().get("truncated_texts").intValue()).isEqualTo(6);
	}

	@Test
	void theResultIsNamedAfterWhatIsCompared() {
		assertThat(names(TinyModels.SPARSE)).startsWith("spearman_dot", "pearson_dot", "pairs");
		assertThat(names(TinyModels.MULTI_VECTOR)).startsWith("spearman_maxsim", "pearson_maxsim", "pairs");
		assertThat(names(TinyModels.CROSS)).startsWith("spearman", "pearson", "pairs");
	}

	@Test
	void theTokenVectorsOfADenseModelAreComparedIfAsked() {
		CommandRun run = evaluate("--data", this.folder, "--kind", "multi-vector", "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("spearman_maxsim").doubleValue()).isEqualTo(1);
	}

	@Test
	void aMissingModelIsNamed() {
		CommandRun run = CommandRun.of("evaluate", "sts", "--model", "nobody/nothing", "--data", this.folder);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("The model nobody/nothing is neither on the class path nor in");
	}

	@Test
	void aMaximumLengthThatTheModelDoesNotHaveIsRefused() {
		CommandRun run = evaluate("--data", this.folder, "--max-length", "100000");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("100000 tokens");
	}

	@Test
	void aMalformedLineIsNamedByFileAndLine() throws IOException {
		Path file = Files.writeString(this.folder.resolve("bad.tsv"), "1\ta\tb\nnonsense\n");
		CommandRun run = evaluate("--data", file);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith(file + ", line 2: not a scored pair: 'nonsense'");
	}

	@Test
	void anEmptyFileIsRefused() throws IOException {
		CommandRun run = evaluate("--data", Files.writeString(this.folder.resolve("empty.tsv"), ""));
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("0 sentence pairs have no correlation");
	}

	private List<String> names(Path model) {
		CommandRun run = CommandRun.of("evaluate", "sts", "--model", model, "--data", this.folder, "--json");
		assertThat(run.err()).isEmpty();
		return List.copyOf(run.json().propertyNames());
	}

	private static CommandRun evaluate(Object... options) {
		Object[] arguments = new Object[options.length + 6];
		System.arraycopy(new Object[] { "evaluate", "sts", "--model", CommandRun.MINILM, "--device", "cpu" }, 0,
				arguments, 0, 6);
		System.arraycopy(options, 0, arguments, 6, options.length);
		return CommandRun.of(arguments);
	}

}
