package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OptimizeCommandTests {

	@Test
	void nodesAreCountedBeforeAndAfter() {
		CommandRun run = CommandRun.of("optimize", CommandRun.MINILM, "--device", "cpu", "--json");
		assertThat(run.exitCode()).as(run.err()).isZero();
		JsonNode json = run.json();
		assertThat(json.propertyNames()).containsExactly("model", "files", "seconds");
		JsonNode file = json.get("files").get(0);
		assertThat(file.propertyNames()).containsExactly("path", "precision", "reason", "optimization");
		assertThat(file.get("path").stringValue()).isEqualTo("onnx/model.onnx");
		assertThat(file.get("precision").stringValue()).isEqualTo("fp32");
		JsonNode optimization = file.get("optimization");
		assertThat(optimization.propertyNames()).containsExactly("summary", "nodes_before", "nodes_after",
				"operators_before", "operators_after", "unrecognized", "folder");
		assertThat(optimization.get("nodes_after").intValue()).isLessThan(optimization.get("nodes_before").intValue());
		assertThat(optimization.get("operators_before").get("Softmax").intValue()).isEqualTo(6);
		assertThat(optimization.get("operators_after").get("MultiHeadAttention").intValue()).isEqualTo(6);
		assertThat(optimization.get("operators_after").get("SkipLayerNormalization").intValue()).isEqualTo(12);
		assertThat(optimization.get("operators_after").get("EmbedLayerNormalization").intValue()).isEqualTo(1);
		assertThat(Path.of(optimization.get("folder").stringValue())).isDirectoryContaining("glob:**/weights.bin");
	}

	@Test
	void peopleAreShownWhatChanged() {
		CommandRun run = CommandRun.of("optimize", TinyModels.SPARSE, "--device", "cpu");
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.out().lines())
			.contains("file          onnx/model.onnx, fp32", "    2 -> 0     Softmax",
					"    0 -> 2     MultiHeadAttention")
			.anyMatch((line) -> line.startsWith("optimized     2 attention, 4 skip layer norm"))
			.anyMatch((line) -> line.matches("nodes {9}\\d+ before, \\d+ after"))
			.anyMatch((line) -> line.startsWith("kept in       "))
			.anyMatch((line) -> line.startsWith("seconds       "));
	}

	@Test
	void aModelIsConvertedAhead() {
		CommandRun run = CommandRun.of("optimize", TinyModels.CROSS, "--precision", "int8", "--json");
		assertThat(run.exitCode()).as(run.err()).isZero();
		JsonNode file = run.json().get("files").get(0);
		assertThat(file.get("precision").stringValue()).isEqualTo("int8");
		assertThat(file.get("optimization").isNull()).isFalse();
	}

	@Test
	void whatIsPreparedStaysAsItIs(@TempDir Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(TinyModels.DENSE)) {
			for (Path file : files.toList()) {
				Path copy = folder.resolve("copy").resolve(TinyModels.DENSE.relativize(file).toString());
				Files.copy(file, copy);
			}
		}
		Files.copy(TinyModels.DENSE.resolve("onnx/model.onnx"), folder.resolve("copy/onnx/model_quantized.onnx"));
		CommandRun run = CommandRun.of("optimize", folder.resolve("copy"), "--precision", "int8");
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.out().lines()).contains("optimized     no: it was prepared by others and runs as it is");
	}

	@Test
	void aModelThatOnlyLooksVectorsUpHasNothingToOptimize() {
		CommandRun run = CommandRun.of("optimize", TinyModels.STATIC);
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.out()).contains("only looks vectors up");
	}

	@Test
	void aModelRunsWithoutBeingOptimizedIfAskedTo() {
		CommandRun run = CommandRun.of("doctor", "--model", TinyModels.DENSE, "--device", "cpu", "--no-optimized",
				"--seconds", "0", "--json");
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.json().get("model").get("optimization").isNull()).isTrue();
		CommandRun optimized = CommandRun.of("doctor", "--model", TinyModels.DENSE, "--device", "cpu", "--seconds",
				"0");
		assertThat(optimized.out().lines())
			.anyMatch((line) -> line.startsWith("optimizer     2 attention, 4 skip layer norm"));
	}

}
