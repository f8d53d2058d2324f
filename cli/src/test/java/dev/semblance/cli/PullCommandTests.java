package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.semblance.encoders.hub.server.Fault;
import dev.semblance.encoders.hub.server.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PullCommandTests {

	private static final String MODEL = "test/dense";

	private static final String TOKEN = "hf_secret";

	private static final Path WEIGHTS = Path.of("onnx", "model.onnx");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	private final TestHub hub = TestHub.start();

	private final Map<String, String> environment = new HashMap<>();

	@BeforeEach
	void fill() {
		this.hub.repository(MODEL).folder(TinyModels.DENSE);
		this.environment.put("HF_ENDPOINT", this.hub.endpoint().toString());
		this.environment.put("HF_HOME", this.folder.resolve("huggingface").toString());
		this.environment.put("SEMBLANCE_HOME", this.folder.resolve("home").toString());
	}

	@AfterEach
	void close() {
		this.hub.close();
	}

	@Test
	void aModelIsBroughtWithAllFilesThatItNeedsAndNothingElse() throws IOException {
		CommandRun run = run("pull", MODEL, "--json");
		assertThat(run.err()).isEmpty();
		assertThat(run.exitCode()).isZero();
		JsonNode json = run.json();
		assertThat(json.propertyNames()).containsExactly("repository", "revision", "folder", "files", "bytes",
				"repaired", "seconds");
		assertThat(json.get("repository").stringValue()).isEqualTo(MODEL);
		assertThat(json.get("revision").stringValue()).isEqualTo(this.hub.repository(MODEL).head());
		assertThat(json.get("repaired")).isEmpty();
		assertThat(json.get("files").findValuesAsString("path"))
			.contains("config.json", "tokenizer.json", "modules.json", "onnx/model.onnx")
			.doesNotContain("expected.json");
		long bytes = 0;
		for (JsonNode file : json.get("files")) {
			assertThat(file.propertyNames()).containsExactly("path", "size", "sha256");
			assertThat(file.get("sha256").stringValue()).matches("[0-9a-f]{64}");
			assertThat(Path.of(json.get("folder").stringValue(), file.get("path").stringValue()))
				.hasSameBinaryContentAs(TinyModels.DENSE.resolve(file.get("path").stringValue()))
				.hasSize(file.get("size").longValue());
			bytes += file.get("size").longValue();
		}
		assertThat(json.get("bytes").longValue()).isEqualTo(bytes);
	}

	@Test
	void peopleAreShownWhatCameAndWhereItIs() {
		CommandRun run = run("pull", MODEL);
		assertThat(run.err()).isEmpty();
		assertThat(run.out().lines())
			.contains("repository  " + MODEL, "revision    " + this.hub.repository(MODEL).head(),
					"folder      " + snapshot())
			.anyMatch((line) -> line.matches(" *\\d+ {2}onnx/model\\.onnx {2}\\d+ {2}[0-9a-f]{64}"))
			.noneMatch((line) -> line.startsWith("repaired"));
	}

	@Test
	void aPullAsksWhatABranchStandsForNow() {
		String first = commit(run("pull", MODEL, "--json"));
		this.hub.repository(MODEL).folder(TinyModels.SPARSE);
		String second = commit(run("pull", MODEL, "--json"));
		assertThat(second).isEqualTo(this.hub.repository(MODEL).head()).isNotEqualTo(first);
	}

	@Test
	void aRevisionIsNamedByAnOptionOrBehindTheModel() {
		String old = this.hub.repository(MODEL).head();
		this.hub.repository(MODEL).branch("v1", old).folder(TinyModels.SPARSE);
		assertThat(commit(run("pull", MODEL, "--revision", "v1", "--json"))).isEqualTo(old);
		assertThat(commit(run("pull", MODEL + "@v1", "--json"))).isEqualTo(old);
		assertThat(commit(run("pull", MODEL + "@" + old, "--json"))).isEqualTo(old);
	}

	@Test
	void aFlippedByteIsFoundAndRepairedOnlyIfAskedFor() throws IOException {
		run("pull", MODEL);
		Path weights = snapshot().resolve(WEIGHTS);
		byte[] bytes = Files.readAllBytes(weights);
		bytes[bytes.length / 2] ^= 1;
		Files.write(weights, bytes);
		assertThat(run("pull", MODEL, "--json").json().get("repaired")).isEmpty();
		CommandRun repaired = run("pull", MODEL, "--verify", "--json");
		assertThat(repaired.json().get("repaired").valueStream().map(JsonNode::stringValue))
			.containsExactly("onnx/model.onnx");
		assertThat(weights).hasSameBinaryContentAs(TinyModels.DENSE.resolve(WEIGHTS));
		assertThat(run("pull", MODEL, "--verify").out().lines()).contains("repaired    nothing");
	}

	@Test
	void repairedFilesAreNamedToPeople() throws IOException {
		run("pull", MODEL);
		Files.writeString(snapshot().resolve("config.json"), "{}");
		assertThat(run("pull", MODEL, "--verify").out().lines()).contains("repaired    config.json");
	}

	@ParameterizedTest
	@CsvSource({ "auto, cpu, model.onnx", "fp16, cpu, model_fp16.onnx", "auto, cuda, model_fp16.onnx",
			"int8, auto, model_quantized.onnx" })
	void oneFileOfWeightsComesForPrecisionAndDevice(String precision, String device, String file) throws IOException {
		serveVariants();
		CommandRun run = run("pull", MODEL, "--precision", precision, "--device", device, "--json");
		assertThat(run.json().get("files").findValuesAsString("path")).filteredOn((path) -> path.endsWith(".onnx"))
			.containsExactly("onnx/" + file);
	}

	@Test
	void whatWasPulledForThisMachineDoesNotDecideForAnother() throws IOException {
		serveVariants();
		run("pull", MODEL, "--device", "cpu");
		assertThat(run("pull", MODEL, "--device", "cuda", "--json").json().get("files").findValuesAsString("path"))
			.contains("onnx/model_fp16.onnx");
	}

	private void serveVariants() throws IOException {
		Map<String, byte[]> files = files();
		byte[] weights = Files.readAllBytes(TinyModels.DENSE.resolve(WEIGHTS));
		files.put("onnx/model_fp16.onnx", weights);
		files.put("onnx/model_quantized.onnx", weights);
		this.hub.repository(MODEL).commit("c".repeat(40), files);
	}

	private static Map<String, byte[]> files() throws IOException {
		Map<String, byte[]> files = new HashMap<>();
		try (Stream<Path> paths = Files.walk(TinyModels.DENSE).filter(Files::isRegularFile)) {
			for (Path path : paths.toList()) {
				files.put(TinyModels.DENSE.relativize(path).toString(), Files.readAllBytes(path));
			}
		}
		return files;
	}

	@Test
	void aPrecisionThatTheModelLacksWillBeMadeOfSinglePrecision() {
		assertThat(run("pull", MODEL, "--precision", "int8", "--json").json().get("files").findValuesAsString("path"))
			.contains("onnx/model.onnx");
	}

	@Test
	void aPrecisionThatTheModelCannotHaveIsOneLine() throws IOException {
		Map<String, byte[]> files = files();
		files.put("onnx/model_quantized.onnx", Objects.requireNonNull(files.remove("onnx/model.onnx")));
		this.hub.repository(MODEL).commit("d".repeat(40), files);
		assertFails(run("pull", MODEL, "--precision", "fp16"), "onnx/model_quantized.onnx (int8)");
	}

	@Test
	void anUnknownRepositoryIsOneLine() {
		CommandRun run = run("pull", "test/nothing");
		assertFails(run, "has no model test/nothing, or it is private. Check the name");
	}

	@Test
	void anUnknownRevisionIsOneLine() {
		assertFails(run("pull", MODEL, "--revision", "v9"), "has no revision 'v9'");
	}

	@Test
	void whatCannotBeTheNameOfAModelIsOneLine() {
		assertFails(run("pull", this.folder), "is no model on a hub. Give organization/name");
	}

	@Test
	void aGatedRepositoryNeedsTheRightToken() {
		this.hub.repository(MODEL).gated(TOKEN);
		assertFails(run("pull", MODEL), "is gated, and no token was given. Ask for access at");
		this.environment.put("HF_TOKEN", "hf_wrong");
		CommandRun wrong = run("pull", MODEL);
		assertFails(wrong, "is gated, and the token that was given has no access");
		assertThat(wrong.err()).doesNotContain("hf_wrong");
		this.environment.put("HF_TOKEN", TOKEN);
		assertThat(run("pull", MODEL).exitCode()).isZero();
	}

	@Test
	void aHubThatIsOutOfOrderIsOneLine() {
		this.hub.on((request) -> true).answer(new Fault.Status(500, Map.of("Retry-After", "3600")));
		assertFails(run("pull", MODEL, "--no-progress"), "could not be fetched");
	}

	@Test
	void aVariableThatCannotBeUsedIsNamed() {
		this.environment.put("HF_ENDPOINT", "hub.example");
		assertFails(run("pull", MODEL), "The endpoint of the hub is 'hub.example'");
		this.environment.put("HF_ENDPOINT", this.hub.endpoint().toString());
		this.environment.put("HF_HUB_DOWNLOAD_TIMEOUT", "soon");
		assertFails(run("encode", "--model", MODEL, "--input", input(), "--output", output()),
				"HF_HUB_DOWNLOAD_TIMEOUT is 'soon'");
	}

	@Test
	void theFirstStartOfACommandDownloadsAndTheSecondMakesNoRequest() {
		CommandRun first = run("encode", "--model", MODEL, "--input", input(), "--output", output(), "--json");
		assertThat(first.err()).isEmpty();
		assertThat(first.exitCode()).isZero();
		int requests = this.hub.requests().size();
		assertThat(requests).isPositive();
		assertThat(run("encode", "--model", MODEL, "--input", input(), "--output", output()).exitCode()).isZero();
		assertThat(this.hub.requests()).hasSize(requests);
	}

	@Test
	void everyOptionThatNamesAModelTakesOneOfTheHub() throws IOException {
		this.hub.repository("test/cross").folder(TinyModels.CROSS);
		this.hub.repository("test/sparse").folder(TinyModels.SPARSE);
		String revision = this.hub.repository(MODEL).head();
		Path collection = TinyCollection.write(this.folder.resolve("collection"));
		CommandRun retrieval = run("evaluate", "retrieval", "--data", collection, "--model", MODEL + "@" + revision,
				"--legs", "dense,sparse", "--sparse-model", "test/sparse", "--rerank", "test/cross", "--json");
		assertThat(retrieval.err()).isEmpty();
		assertThat(retrieval.exitCode()).isZero();
		assertThat(run("rerank", "--model", "test/cross", "--query", "Q", "--input", input()).exitCode()).isZero();
		assertThat(run("bench", "--model", "test/sparse@main", "--input", input(), "--seconds", "0.1").exitCode())
			.isZero();
	}

	private CommandRun run(Object... arguments) {
		return CommandRun.in(this.environment, arguments);
	}

	private Path snapshot() {
		return this.folder.resolve("home").resolve("models").resolve(MODEL).resolve(this.hub.repository(MODEL).head());
	}

	private Path input() {
		try {
			return Files.write(this.folder.resolve("texts.txt"), List.of("one text", "another text"));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private Path output() {
		return this.folder.resolve("vectors.jsonl");
	}

	private static String commit(CommandRun run) {
		return run.json().get("revision").stringValue();
	}

	private static void assertFails(CommandRun run, String complaint) {
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).contains(complaint);
		assertThat(run.out()).isEmpty();
	}

}
