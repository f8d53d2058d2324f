package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.semblance.encoders.hub.server.TestHub;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the packaged jar in a JVM of its own: native libraries, Lucene's codecs and the
 * models must be found inside it.
 */
class RunnableJarIT {

	private static final int ENDED_BY_SIGTERM = 128 + 15;

	private static final long LONGEST_RUN_SECONDS = 300;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	private final Map<String, String> environment = new HashMap<>();

	private @Nullable Process process;

	@AfterEach
	void endProcess() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	@Test
	void textsAreEncodedWithNothingElseOnStandardOutput() throws Exception {
		Path input = Files.writeString(this.folder.resolve("texts.txt"), "one\ntwo\n");
		Path output = this.folder.resolve("vectors.jsonl");
		CommandRun run = run("encode", "--model", CommandRun.BGE, "--input", input, "--output", output, "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("texts").intValue()).isEqualTo(2);
		assertThat(Files.readAllLines(output)).hasSize(2);
	}

	@Test
	void aCollectionIsIndexedOnDiskSearchedByAllLegsAndReranked() throws Exception {
		Path collection = TinyCollection.write(this.folder.resolve("collection"));
		CommandRun run = run("evaluate", "retrieval", "--model", CommandRun.MINILM, "--data", collection, "--legs",
				"dense,sparse,lexical", "--rerank", "--store", "lucene", "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.json().get("recall_at_100").doubleValue()).isEqualTo(1);
	}

	@Test
	void aCollectionIsIndexedInPostgresWithPasswordFromTheEnvironment() throws Exception {
		Path collection = TinyCollection.write(this.folder.resolve("collection"));
		PostgresServer server = PostgresServer.at(PgVectorServer.url(), System.getenv());
		this.environment.put("PGUSER", String.valueOf(server.user()));
		this.environment.put("PGPASSWORD", String.valueOf(server.password()));
		CommandRun run = run("evaluate", "retrieval", "--model", CommandRun.MINILM, "--data", collection, "--legs",
				"dense,sparse,lexical", "--store", "pgvector", "--store-url", "jdbc:postgresql://" + server, "--json");
		assertThat(run.exitCode()).isZero();
		assertThat(run.err().lines()).allMatch((line) -> line.startsWith("WARN "));
		assertThat(run.json().get("recall_at_100").doubleValue()).isEqualTo(1);
	}

	@Test
	void aModelIsPulledOnceAndThenRunsWithoutANetwork() throws Exception {
		try (TestHub hub = TestHub.start()) {
			hub.repository("organization/name").folder(modelWithALargeFile());
			this.environment.put("HF_ENDPOINT", hub.endpoint().toString());
			this.environment.put("HF_HUB_OFFLINE", "0");
			this.environment.put("SEMBLANCE_HOME", this.folder.resolve("home").toString());
			CommandRun pull = run("pull", "organization/name", "--json");
			assertThat(pull.exitCode()).isZero();
			assertThat(pull.json().get("folder").stringValue()).startsWith(this.folder.resolve("home").toString());
			assertThat(pull.err().lines()).first()
				.asString()
				.matches("INFO Downloading tokenizer\\.json of organization/name: 1\\.\\d MB");
			assertThat(pull.err().lines()).last()
				.asString()
				.matches(
						"INFO Downloading tokenizer\\.json of organization/name: 100 % of 1\\.\\d MB, \\S+ MB/s, 0 s left");
			assertThat(pull.complaints()).isBetween(2L, 11L);
		}
		this.environment.put("HF_HUB_OFFLINE", "1");
		Path input = Files.writeString(this.folder.resolve("texts.txt"), "one\ntwo\n");
		Path output = this.folder.resolve("vectors.jsonl");
		CommandRun encode = run("encode", "--model", "organization/name", "--input", input, "--output", output);
		assertThat(encode.err()).isEmpty();
		assertThat(encode.exitCode()).isZero();
		assertThat(Files.readAllLines(output)).hasSize(2);
	}

	@Test
	void whatTheDocumentationPullsIsPulled() throws Exception {
		String documentation = Files.readString(Path.of("../docs/models.md"))
				+ Files.readString(Path.of("../README.md"));
		List<String> pulls = Pattern.compile("java -jar \\S*semblance\\.jar (pull .+)")
			.matcher(documentation)
			.results()
			.map((line) -> line.group(1))
			.toList();
		List<String> arguments = Pattern.compile("<argument>(.+)</argument>")
			.matcher(documentation)
			.results()
			.map((argument) -> argument.group(1))
			.toList();
		assertThat(pulls).hasSize(5);
		assertThat(arguments).startsWith("-jar", "${semblance.jar}");
		Set<String> commands = new TreeSet<>(pulls);
		commands.add(String.join(" ", arguments.subList(2, arguments.size())));
		try (TestHub hub = TestHub.start()) {
			this.environment.put("HF_ENDPOINT", hub.endpoint().toString());
			this.environment.put("HF_HUB_OFFLINE", "0");
			this.environment.put("SEMBLANCE_HOME", this.folder.resolve("home").toString());
			for (String command : commands) {
				String[] words = command.split(" ");
				hub.repository(words[1]).folder(TinyModels.DENSE);
				CommandRun pull = run((Object[]) words);
				assertThat(pull.err()).isEmpty();
				assertThat(pull.exitCode()).isZero();
				assertThat(this.folder.resolve("home").resolve("models").resolve(words[1])).isDirectory();
			}
		}
	}

	@Test
	void aBarTakesThePlaceOfTheLines() throws Exception {
		try (TestHub hub = TestHub.start()) {
			hub.repository("organization/name").folder(modelWithALargeFile());
			this.environment.put("HF_ENDPOINT", hub.endpoint().toString());
			this.environment.put("HF_HUB_OFFLINE", "0");
			this.environment.put("SEMBLANCE_HOME", this.folder.resolve("home").toString());
			CommandRun pull = run("pull", "organization/name", "--progress");
			assertThat(pull.exitCode()).isZero();
			assertThat(pull.err()).contains("tokenizer.json").contains("100%").contains("MB/s").doesNotContain("INFO");
		}
	}

	@Test
	void theDoctorFindsNothingWrongWithTheJar() throws Exception {
		CommandRun run = run("doctor", "--seconds", "0.5", "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		JsonNode artifacts = run.json().get("onnx_runtime").get("artifacts");
		assertThat(artifacts).hasSize(1);
		assertThat(artifacts.get(0).get("place").stringValue()).contains("semblance.jar").contains("/onnxruntime-");
		assertThat(artifacts.get(0).get("version").stringValue()).matches("\\d+\\.\\d+\\.\\d+");
		assertThat(run.json().get("measurement").get("texts_per_second").doubleValue()).isPositive();
		assertThat(run.json().get("problems")).isEmpty();
	}

	@Test
	void theDoctorEndsWithOneAndTheRemedyWhereCudaCannotBeUsed() throws Exception {
		CommandRun run = run("doctor", "--device", "cuda", "--json");
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains("Replace onnxruntime by onnxruntime_gpu");
		assertThat(run.json().get("problems")).hasSize(1);
	}

	@Test
	void aFailureIsOneLineOnStandardError() throws Exception {
		CommandRun run = run("evaluate", "sts", "--model", "nobody/nothing", "--data", this.folder);
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.out()).isEmpty();
	}

	@Test
	void wrongUsageEndsWithTwo() throws Exception {
		assertThat(run("encode").exitCode()).isEqualTo(2);
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "A process is ended there without being told")
	void nothingHalfWrittenStaysWhenTheProcessIsEnded() throws Exception {
		Path input = Files.write(this.folder.resolve("texts.txt"),
				Stream.generate(() -> "many words to keep the encoder busy ".repeat(30)).limit(20_000).toList());
		Path outputs = Files.createDirectory(this.folder.resolve("outputs"));
		Process encoding = start("encode", "--model", CommandRun.MINILM, "--input", input, "--output",
				outputs.resolve("vectors.jsonl"));
		while (encoding.isAlive() && isEmpty(outputs)) {
			TimeUnit.MILLISECONDS.sleep(20);
		}
		assertThat(outputs).isNotEmptyDirectory();
		encoding.destroy();
		assertThat(encoding.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)).isTrue();
		assertThat(encoding.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
		assertThat(outputs).isEmptyDirectory();
	}

	/** Blanks behind a JSON object change nothing but its size. */
	private Path modelWithALargeFile() throws IOException {
		Path copy = this.folder.resolve("model");
		try (Stream<Path> files = Files.walk(TinyModels.DENSE)) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(TinyModels.DENSE.relativize(file).toString()));
			}
		}
		Files.writeString(copy.resolve("tokenizer.json"), " ".repeat(1_500_000), StandardOpenOption.APPEND);
		return copy;
	}

	private CommandRun run(Object... arguments) throws IOException, InterruptedException {
		Process started = start(arguments);
		assertThat(started.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)).isTrue();
		return new CommandRun(started.exitValue(), Files.readString(this.folder.resolve("out")),
				Files.readString(this.folder.resolve("err")));
	}

	private Process start(Object... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:ErrorFile=" + this.folder.resolve("crash.log"), "-jar", System.getProperty("semblance.jar")));
		Arrays.stream(arguments).map(Object::toString).forEach(command::add);
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(this.folder.resolve("out").toFile())
			.redirectError(this.folder.resolve("err").toFile());
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		builder.environment().putAll(this.environment);
		this.process = builder.start();
		return this.process;
	}

	private static boolean isEmpty(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.findAny().isEmpty();
		}
	}

}
