package dev.semblance.benchmarks.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class DryRunTests {

	private static final Path MODELS = Path.of("../../encoders/src/test/resources/parity");

	@TempDir
	private static Path folder;

	@BeforeAll
	static void makeModels() throws IOException {
		assumeTrue(Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((entry) -> Files.exists(Path.of(entry, "python3"))), "There is no python3.");
		copyModel("bert-mean");
		copyModel("cross-bert");
	}

	@Test
	void everyPartRunsOnTheCpu() throws IOException, InterruptedException {
		Path csv = folder.resolve("all.csv");
		int code = run(csv, "--dry-run");
		assertThat(code).as(output()).isZero();
		List<String> lines = Files.readAllLines(csv);
		assertThat(lines.get(0))
			.startsWith("date,card,driver,build,library,library_version,model,precision,work,length,");
		assertThat(lines).noneMatch((line) -> line.contains(",FAIL,"));
		for (String precision : List.of("fp32", "fp16")) {
			assertRow(lines, precision + ",correctness,varied,least_cosine,", ",PASS,");
			assertRow(lines, precision + ",throughput,16,texts_per_second,");
			assertRow(lines, precision + ",throughput,32,tokens_per_text,32.0,");
			assertRow(lines, precision + ",throughput,mixed,padding_waste,");
			assertRow(lines, precision + ",latency,queries,p99,");
			assertRow(lines, precision + ",memory limit,32,splits,,,SKIPPED,");
		}
		assertRow(lines, "fp32,unfused throughput,16,texts_per_second,");
		assertRow(lines, "fp32,fused graph,,nodes,", ",PASS,");
		assertRow(lines, "fp32,fused correctness,varied,least_cosine,", ",PASS,");
		assertRow(lines, "fp32,fused throughput against unfused throughput,mixed,times,");
		assertRow(lines, "fp16,unpadded graph,,nodes,,,SKIPPED,");
		assertRow(lines, "fp16,alternation,mixed,device_memory_slope,");
		assertRow(lines, "sentence-transformers,");
	}

	@Test
	void aPartThatFailsLeavesARowAndTheOthersGoOn() throws IOException, InterruptedException {
		Path csv = folder.resolve("failed.csv");
		Path models = Files.createDirectory(folder.resolve("broken"));
		for (String name : List.of("bert-mean", "cross-bert")) {
			copy(folder.resolve("models").resolve(name), models.resolve(name));
		}
		Files.writeString(models.resolve("cross-bert/onnx/model_fp16.onnx"), "no model");
		int code = run(csv, "--dry-run", "--models", models.toString(), "--parts", "latency,alternation");
		assertThat(code).as(output()).isEqualTo(1);
		List<String> lines = Files.readAllLines(csv);
		assertRow(lines, "fp16,latency,queries,p99,");
		assertRow(lines, ",alternation,", ",FAIL,");
	}

	private static void assertRow(List<String> lines, String... parts) {
		assertThat(lines).as(String.join("…", parts)).anyMatch((line) -> Arrays.stream(parts).allMatch(line::contains));
	}

	private static int run(Path csv, String... options) throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = Stream
			.concat(Stream.of("python3", "run.py", "--java",
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--classpath", classPath,
					"--models", folder.resolve("models").toString(), "--output", csv.toString(), "--heap", "256m"),
					Stream.of(options))
			.toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(folder.resolve("output.txt").toFile())
			.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroy();
		}
	}

	private static String output() throws IOException {
		return Files.readString(folder.resolve("output.txt"));
	}

	/**
	 * Half precision is single precision by another name: which way it takes is what
	 * counts.
	 */
	private static void copyModel(String name) throws IOException {
		Path target = folder.resolve("models").resolve(name);
		copy(MODELS.resolve(name), target);
		Files.copy(target.resolve("onnx/model.onnx"), target.resolve("onnx/model_fp16.onnx"));
	}

	private static void copy(Path source, Path target) throws IOException {
		Files.createDirectories(target.getParent());
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				Files.copy(file, target.resolve(source.relativize(file).toString()));
			}
		}
	}

}
