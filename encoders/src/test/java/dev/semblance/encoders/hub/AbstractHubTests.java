package dev.semblance.encoders.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.PulledModel;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.hub.server.ReceivedRequest;
import dev.semblance.encoders.hub.server.TestHub;
import dev.semblance.encoders.hub.server.TestRepository;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.onnx.TinyModel;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hub, an empty cache, and a model with one file that is large enough to go wrong half
 * way.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class AbstractHubTests {

	static final String NAME = "test/model";

	/** A pull does not look into it. */
	static final String BIG = "tokenizer.json";

	static final int BIG_SIZE = 200_000;

	static final String TOKEN = "hf_SecretOfTheTests";

	private static final String RECORD = "semblance-lock.json";

	final TestHub server = TestHub.start();

	@TempDir
	Path folder;

	@AfterEach
	void stop() {
		this.server.close();
	}

	/** Everything that Semblance keeps. */
	Path home() {
		return this.folder.resolve("home");
	}

	Path source() {
		return this.folder.resolve("source");
	}

	Map<String, String> environment() {
		return new HashMap<>(Map.of("HF_ENDPOINT", this.server.endpoint().toString(), "SEMBLANCE_HOME",
				home().toString(), "HF_HOME", this.folder.resolve("huggingface").toString()));
	}

	ModelHub.Builder impatient() {
		return impatient(environment());
	}

	static ModelHub.Builder impatient(Map<String, String> environment) {
		return ModelHub.builder(environment)
			.timeout(Duration.ofSeconds(5))
			.stallTimeout(Duration.ofSeconds(5))
			.firstPause(Duration.ofMillis(5));
	}

	PulledModel pull() {
		return impatient().build().pull(NAME);
	}

	/** The repository of the model. */
	TestRepository serve() {
		try {
			new TinyModel().write(source());
			byte[] big = new byte[BIG_SIZE];
			new Random(7).nextBytes(big);
			Files.write(source().resolve(BIG), big);
			return this.server.repository(NAME).folder(source());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A model that can be loaded. */
	TestRepository serve(ParityModel model) {
		return this.server.repository(NAME).folder(model.folder());
	}

	static float[] encode(ModelHub hub) {
		return encode(NAME, hub);
	}

	static float[] encode(String model, ModelHub hub) {
		try (DenseEncoder encoder = DenseEncoder.builder(model).hub(hub).device(new Device.Cpu()).build()) {
			return encoder.encode(List.of("a text"), TextRole.PLAIN).vectors().get(0);
		}
	}

	boolean isListing(ReceivedRequest request) {
		return request.path().startsWith("/api/models/");
	}

	boolean isHeadOfBig(ReceivedRequest request) {
		return request.method().equals("HEAD") && request.path().endsWith("/" + BIG);
	}

	boolean isBig(ReceivedRequest request) {
		return isOnSecondHost(request) && request.path().endsWith(sha256(source().resolve(BIG)));
	}

	boolean isOnSecondHost(ReceivedRequest request) {
		return request.host().equals(this.server.secondHost());
	}

	/**
	 * Where requests for the big file's bytes started; empty for the beginning.
	 */
	List<String> ranges() {
		return this.server.requests()
			.stream()
			.filter(this::isBig)
			.map((request) -> request.headers().getOrDefault("range", ""))
			.toList();
	}

	/** Of a broken connection, what came last may be lost. */
	static void assertResumed(String range, long sent) {
		assertThat(range).matches("bytes=[1-9]\\d*-");
		assertThat(Long.parseLong(range.replaceAll("\\D", ""))).isLessThanOrEqualTo(sent);
	}

	/** What the hub says of the big file, to be changed. */
	Map<String, String> headersOfBig() {
		String sha256 = sha256(source().resolve(BIG));
		return new HashMap<>(Map.of("X-Repo-Commit", this.server.repository(NAME).head(), "X-Linked-Etag",
				"\"" + sha256 + "\"", "X-Linked-Size", Integer.toString(BIG_SIZE), "Location",
				"http://%s/nowhere".formatted(this.server.secondHost())));
	}

	Path snapshot() {
		return home().resolve("models").resolve(NAME).resolve(this.server.repository(NAME).head());
	}

	Path partials() {
		return home().resolve("models").resolve(NAME).resolve("partial");
	}

	void assertComplete(PulledModel pulled) {
		assertThat(pulled.folder()).isEqualTo(snapshot());
		assertThat(pulled.files()).extracting(PulledModel.PulledFile::path)
			.containsExactly("1_Pooling/config.json", "config.json", "modules.json", "onnx/model.onnx", BIG);
		for (PulledModel.PulledFile file : pulled.files()) {
			assertThat(pulled.folder().resolve(file.path())).hasSameBinaryContentAs(source().resolve(file.path()));
			assertThat(file.sha256()).isEqualTo(sha256(source().resolve(file.path())));
		}
		assertThat(partials()).doesNotExist();
		assertOnlyRightFiles();
	}

	/** Whatever has its final name has its right content, too. */
	void assertOnlyRightFiles() {
		for (Path file : files(home())) {
			assertThat(file.toString()).doesNotEndWith(".tmp");
			if (file.startsWith(snapshot()) && !file.endsWith(RECORD)) {
				assertThat(file).hasSameBinaryContentAs(source().resolve(snapshot().relativize(file).toString()));
			}
		}
	}

	static List<Path> files(Path root) {
		if (!Files.isDirectory(root)) {
			return List.of();
		}
		try (Stream<Path> paths = Files.walk(root)) {
			return paths.filter((path) -> !Files.isDirectory(path)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String sha256(Path file) {
		try {
			byte[] digest = Checksum.Algorithm.SHA256.newDigest().digest(Files.readAllBytes(file));
			return HexFormat.of().formatHex(digest);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void flip(Path file, long position) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		bytes[(int) position] ^= 1;
		Files.write(file, bytes);
	}

}
