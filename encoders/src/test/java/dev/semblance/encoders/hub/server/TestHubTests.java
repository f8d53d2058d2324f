package dev.semblance.encoders.hub.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TestHubTests {

	private static final String OLD = "1".repeat(40);

	private static final String NEW = "2".repeat(40);

	private static final byte[] SMALL = "{\"small\": true}".getBytes(StandardCharsets.UTF_8);

	/** What git hash-object prints for it. */
	private static final String SMALL_BLOB = "011069b11b10339df954cef6ef0dc53ec6517f11";

	private static final byte[] LARGE = new byte[10_000];

	static {
		new Random(1).nextBytes(LARGE);
	}

	private final HttpClient client = HttpClient.newHttpClient();

	private final TestHub hub = TestHub.start();

	@BeforeEach
	void fill() {
		this.hub.repository("test/model")
			.commit(OLD, Map.of("config.json", "old".getBytes(StandardCharsets.UTF_8)))
			.commit(NEW, Map.of("config.json", SMALL, "onnx/model.onnx", LARGE))
			.branch("refs/pr/2", OLD);
	}

	@AfterEach
	void close() {
		this.hub.close();
	}

	@Test
	void aRevisionIsDescribedWithItsCommitAndItsFiles() throws Exception {
		JsonNode main = json("/api/models/test/model");
		assertThat(main.get("sha").asString()).isEqualTo(NEW);
		assertThat(main.get("siblings").findValuesAsString("rfilename")).containsExactly("config.json",
				"onnx/model.onnx");
		assertThat(main.get("siblings").get(0).has("size")).isFalse();
		assertThat(json("/api/models/test/model/revision/main")).isEqualTo(main);
		assertThat(json("/api/models/test/model/revision/refs%2Fpr%2F2").get("sha").asString()).isEqualTo(OLD);
		assertThat(json("/api/models/test/model/revision/" + OLD).get("sha").asString()).isEqualTo(OLD);
	}

	@Test
	void aRevisionIsDescribedWithTheSizesOnlyIfAskedFor() throws Exception {
		JsonNode siblings = json("/api/models/test/model/revision/main?blobs=true").get("siblings");
		assertThat(siblings.get(0).get("size").asInt()).isEqualTo(SMALL.length);
		assertThat(siblings.get(0).get("blobId").asString()).isEqualTo(SMALL_BLOB);
		assertThat(siblings.get(0).has("lfs")).isFalse();
		assertThat(siblings.get(1).get("lfs").get("sha256").asString()).isEqualTo(Digests.sha256(LARGE));
		assertThat(siblings.get(1).get("lfs").get("size").asInt()).isEqualTo(LARGE.length);
		JsonNode tree = json("/api/models/test/model/tree/main?recursive=true");
		assertThat(tree.get(1).get("path").asString()).isEqualTo("onnx/model.onnx");
		assertThat(tree.get(1).get("lfs").get("oid").asString()).isEqualTo(Digests.sha256(LARGE));
	}

	@Test
	void aSmallFileComesFromTheHub() throws Exception {
		HttpResponse<byte[]> head = head(resolve("main", "config.json"));
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().firstValue("X-Repo-Commit")).hasValue(NEW);
		assertThat(head.headers().firstValue("ETag")).hasValue("\"%s\"".formatted(SMALL_BLOB));
		assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(SMALL.length));
		assertThat(head.body()).isEmpty();
		assertThat(get(resolve("main", "config.json")).body()).isEqualTo(SMALL);
		assertThat(get(resolve("refs%2Fpr%2F2", "config.json")).body()).asString().isEqualTo("old");
	}

	@Test
	void aLargeFileComesFromTheSecondHost() throws Exception {
		HttpResponse<byte[]> head = head(resolve("main", "onnx/model.onnx"));
		assertThat(head.statusCode()).isEqualTo(302);
		assertThat(head.headers().firstValue("X-Repo-Commit")).hasValue(NEW);
		assertThat(head.headers().firstValue("X-Linked-Etag")).hasValue("\"%s\"".formatted(Digests.sha256(LARGE)));
		assertThat(head.headers().firstValue("X-Linked-Size")).hasValue("10000");
		URI location = location(head);
		assertThat(location.getAuthority()).isEqualTo(this.hub.secondHost());
		HttpResponse<byte[]> bytes = send(HttpRequest.newBuilder(location));
		assertThat(bytes.body()).isEqualTo(LARGE);
		assertThat(bytes.headers().firstValue("ETag")).isPresent()
			.isNotEqualTo(head.headers().firstValue("X-Linked-Etag"));
		URI unsigned = URI.create("http://%s%s".formatted(location.getAuthority(), location.getPath()));
		assertThat(send(HttpRequest.newBuilder(unsigned)).statusCode()).isEqualTo(403);
	}

	@Test
	void aSmallFileCanBeElsewhereOnTheHub() throws Exception {
		this.hub.redirectSmallFiles();
		HttpResponse<byte[]> head = head(resolve("main", "config.json"));
		assertThat(head.statusCode()).isEqualTo(307);
		assertThat(head.headers().firstValue("X-Repo-Commit")).hasValue(NEW);
		String location = head.headers().firstValue("Location").orElseThrow();
		assertThat(location).startsWith("/api/resolve-cache/models/test/model/%s/config.json?".formatted(NEW));
		HttpResponse<byte[]> response = get(location);
		assertThat(response.body()).isEqualTo(SMALL);
		assertThat(response.headers().firstValue("X-Repo-Commit")).hasValue(NEW);
		assertThat(response.headers().firstValue("ETag")).hasValue("\"%s\"".formatted(SMALL_BLOB));
	}

	@Test
	void aRepositoryNeedsNoOrganization() throws Exception {
		this.hub.redirectSmallFiles();
		this.hub.repository("model").commit(OLD, Map.of("config.json", SMALL));
		assertThat(json("/api/models/model").get("id").asString()).isEqualTo("model");
		assertThat(json("/api/models/model/revision/main").get("sha").asString()).isEqualTo(OLD);
		String location = head("/model/resolve/main/config.json").headers().firstValue("Location").orElseThrow();
		assertThat(get(location).body()).isEqualTo(SMALL);
	}

	@Test
	void bothHostsServeRanges() throws Exception {
		for (URI uri : new URI[] { uri(resolve("main", "config.json")), bytes() }) {
			byte[] whole = uri.equals(bytes()) ? LARGE : SMALL;
			HttpResponse<byte[]> part = send(HttpRequest.newBuilder(uri).header("Range", "bytes=7-"));
			assertThat(part.statusCode()).isEqualTo(206);
			assertThat(part.headers().firstValue("Content-Range"))
				.hasValue("bytes 7-%d/%d".formatted(whole.length - 1, whole.length));
			assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 7, whole.length));
			HttpResponse<byte[]> middle = send(HttpRequest.newBuilder(uri).header("Range", "bytes=2-4"));
			assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(whole, 2, 5));
			HttpResponse<byte[]> none = send(
					HttpRequest.newBuilder(uri).header("Range", "bytes=%d-".formatted(whole.length)));
			assertThat(none.statusCode()).isEqualTo(416);
			assertThat(none.headers().firstValue("Content-Range")).hasValue("bytes */%d".formatted(whole.length));
			HttpResponse<byte[]> changed = send(
					HttpRequest.newBuilder(uri).header("Range", "bytes=7-").header("If-Range", "\"another\""));
			assertThat(changed.statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aMovedRepositoryIsRedirectedWithARelativeLocation() throws Exception {
		this.hub.moved("former/model", "test/model");
		HttpResponse<byte[]> api = get("/api/models/former/model/revision/refs%2Fpr%2F2?blobs=true");
		assertThat(api.statusCode()).isEqualTo(307);
		assertThat(api.headers().firstValue("Location"))
			.hasValue("/api/models/test/model/revision/refs%2Fpr%2F2?blobs=true");
		assertThat(get("/api/models/former/model").headers().firstValue("Location")).hasValue("/api/models/test/model");
		assertThat(get("/former/model/resolve/main/onnx/model.onnx").headers().firstValue("Location"))
			.hasValue("/test/model/resolve/main/onnx/model.onnx");
	}

	@Test
	void aMissingRepositoryIsToldOnlyToWhoHasAToken() throws Exception {
		for (String path : new String[] { "/api/models/test/none/revision/main", "/test/none/resolve/main/a" }) {
			HttpResponse<byte[]> anonymous = get(path);
			assertThat(anonymous.statusCode()).isEqualTo(401);
			assertThat(anonymous.headers().firstValue("X-Error-Code")).isEmpty();
			assertThat(anonymous.headers().firstValue("X-Error-Message")).hasValue("Invalid username or password.");
			assertError(send(request(path).header("Authorization", "Bearer any")), 404, "RepoNotFound");
		}
	}

	@Test
	void theFilesOfAGatedRepositoryAreOnlyForItsToken() throws Exception {
		this.hub.repository("test/model").gated("secret");
		String path = resolve("main", "config.json");
		assertError(get(path), 401, "GatedRepo");
		assertError(send(request(path).header("Authorization", "Bearer other")), 403, "GatedRepo");
		assertThat(send(request(path).header("Authorization", "Bearer secret")).body()).isEqualTo(SMALL);
		assertThat(json("/api/models/test/model").get("gated").asString()).isEqualTo("manual");
	}

	@Test
	void missingRevisionsAndFilesAreErrorsOfTheirOwn() throws Exception {
		assertError(get("/api/models/test/model/revision/none"), 404, "RevisionNotFound");
		assertError(get(resolve("none", "config.json")), 404, "RevisionNotFound");
		HttpResponse<byte[]> entry = get(resolve("main", "none.json"));
		assertError(entry, 404, "EntryNotFound");
		assertThat(entry.headers().firstValue("X-Repo-Commit")).hasValue(NEW);
	}

	@Test
	void hostileNamesAreServed() throws Exception {
		byte[] evil = "evil".getBytes(StandardCharsets.UTF_8);
		this.hub.repository("test/hostile")
			.commit(OLD, Map.of("../../evil", evil, "/etc/passwd", evil, "a\\b", evil, "a b+c%20?#", evil));
		assertThat(json("/api/models/test/hostile").get("siblings").findValuesAsString("rfilename"))
			.containsExactlyInAnyOrder("../../evil", "/etc/passwd", "a\\b", "a b+c%20?#");
		for (String encoded : new String[] { "../../evil", "..%2F..%2Fevil", "/etc/passwd", "%2Fetc%2Fpasswd", "a%5Cb",
				"a%20b+c%2520%3F%23" }) {
			assertThat(get("/test/hostile/resolve/main/" + encoded).body()).as(encoded).isEqualTo(evil);
		}
	}

	@Test
	void aFolderIsACommitNamedByItsContent(@TempDir Path folder) throws Exception {
		Files.createDirectories(folder.resolve("onnx"));
		Files.write(folder.resolve("onnx/model.onnx"), new byte[] { 1 });
		Files.write(folder.resolve("vocabulary.txt"), new byte[4096]);
		Files.write(folder.resolve("config.json"), new byte[4095]);
		TestRepository repository = this.hub.repository("test/folder").folder(folder);
		String head = repository.head();
		assertThat(head).matches("[0-9a-f]{40}");
		assertThat(repository.folder(folder).head()).isEqualTo(head);
		assertThat(get("/test/folder/resolve/main/onnx/model.onnx").statusCode()).isEqualTo(302);
		assertThat(get("/test/folder/resolve/main/vocabulary.txt").statusCode()).isEqualTo(302);
		assertThat(get("/test/folder/resolve/main/config.json").statusCode()).isEqualTo(200);
		Files.write(folder.resolve("config.json"), new byte[] { 2 });
		assertThat(repository.folder(folder).head()).isNotEqualTo(head);
	}

	@Test
	void requestsAreRecordedAsTheyCameIn() throws Exception {
		send(request("/test/model/resolve/refs%2Fpr%2F2/config.json?download=true")
			.method("HEAD", HttpRequest.BodyPublishers.noBody())
			.header("Accept-Encoding", "gzip"));
		send(HttpRequest.newBuilder(bytes()));
		ReceivedRequest first = this.hub.requests().get(0);
		assertThat(first.method()).isEqualTo("HEAD");
		assertThat(first.host()).isEqualTo(this.hub.endpoint().getAuthority());
		assertThat(first.path()).isEqualTo("/test/model/resolve/refs%2Fpr%2F2/config.json");
		assertThat(first.query()).isEqualTo("download=true");
		assertThat(first.header("accept-Encoding")).isEqualTo("gzip");
		assertThat(first.header("Authorization")).isNull();
		assertThat(this.hub.requests()).hasSize(3)
			.last()
			.extracting(ReceivedRequest::host)
			.isEqualTo(this.hub.secondHost());
		assertThat(this.hub.connections()).isBetween(2, 3);
	}

	@Test
	void theFirstRuleThatHasAnswersLeftWins() throws Exception {
		this.hub.on((request) -> request.path().endsWith("config.json"))
			.answer(2, new Fault.Status(503, Map.of("Retry-After", "1")));
		this.hub.on((request) -> request.method().equals("GET")).answer(new Fault.Status(500, Map.of()));
		String path = resolve("main", "config.json");
		HttpResponse<byte[]> first = get(path);
		assertThat(first.statusCode()).isEqualTo(503);
		assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
		assertThat(get("/api/models/test/model").statusCode()).isEqualTo(500);
		assertThat(get(path).statusCode()).isEqualTo(503);
		assertThat(get(path).statusCode()).isEqualTo(500);
		assertThat(head(path).statusCode()).isEqualTo(200);
	}

	@Test
	void aTruncatedBodyEndsEarly() throws Exception {
		fault(new Fault.Truncated(0.25));
		try (InputStream body = stream(bytes())) {
			assertThat(body.readNBytes(2500)).isEqualTo(Arrays.copyOf(LARGE, 2500));
			assertThatExceptionOfType(IOException.class).isThrownBy(body::read)
				.withStackTraceContaining("bytes received: 2500");
		}
	}

	@Test
	void aResetBodyEndsEarly() throws Exception {
		fault(new Fault.Reset(0.25));
		try (InputStream body = stream(bytes())) {
			assertThat(body.readNBytes(2500)).isEqualTo(Arrays.copyOf(LARGE, 2500));
			assertThatExceptionOfType(IOException.class).isThrownBy(body::read)
				.withStackTraceContaining("Connection reset");
		}
	}

	@Test
	void aFlippedBodyDiffersInTheByteInTheMiddle() throws Exception {
		fault(new Fault.Flipped());
		byte[] body = send(HttpRequest.newBuilder(bytes())).body();
		assertThat(Arrays.mismatch(body, LARGE)).isEqualTo(5000);
		body[5000] = LARGE[5000];
		assertThat(body).isEqualTo(LARGE);
	}

	@Test
	void aLongerBodyHasMoreThanTheHubAnnounced() throws Exception {
		fault(new Fault.Longer(3));
		HttpResponse<byte[]> response = send(HttpRequest.newBuilder(bytes()));
		assertThat(response.headers().firstValue("Content-Length")).hasValue("10003");
		assertThat(response.body()).hasSize(10_003).startsWith(LARGE);
	}

	@Test
	void aTrickledBodyTakesItsTime() throws Exception {
		fault(new Fault.Trickle(40_000));
		URI bytes = bytes();
		long start = System.nanoTime();
		assertThat(send(HttpRequest.newBuilder(bytes)).body()).isEqualTo(LARGE);
		assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
	}

	@Test
	void aStalledBodyNeverEnds() throws Exception {
		fault(new Fault.Stalled(0.25));
		try (InputStream body = stream(bytes())) {
			assertThat(body.readNBytes(2500)).isEqualTo(Arrays.copyOf(LARGE, 2500));
			CompletableFuture<Integer> next = CompletableFuture.supplyAsync(() -> read(body));
			Thread.sleep(200);
			assertThat(next).isNotDone();
			this.hub.close();
			assertThat(next).failsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void theWholeCanBeServedInsteadOfARange() throws Exception {
		fault(new Fault.WholeInsteadOfRange());
		HttpResponse<byte[]> response = send(HttpRequest.newBuilder(bytes()).header("Range", "bytes=7-"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(LARGE);
	}

	@Test
	void aRedirectIsSentAsGiven() throws Exception {
		this.hub.on((request) -> true).answer(new Fault.Redirect(308, "../elsewhere"));
		HttpResponse<byte[]> response = get(resolve("main", "config.json"));
		assertThat(response.statusCode()).isEqualTo(308);
		assertThat(response.headers().firstValue("Location")).hasValue("../elsewhere");
	}

	@Test
	void aSilentHubDoesNotAnswer() throws Exception {
		this.hub.on((request) -> true).answer(1, new Fault.Silent());
		HttpRequest.Builder request = request("/api/models/test/model").timeout(Duration.ofMillis(300));
		assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> send(request));
		assertThat(send(request).statusCode()).isEqualTo(200);
	}

	@Test
	void aDelayedAnswerIsRight() throws Exception {
		this.hub.on((request) -> true).answer(new Fault.Delayed(Duration.ofMillis(200)));
		long start = System.nanoTime();
		assertThat(get(resolve("main", "config.json")).body()).isEqualTo(SMALL);
		assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
	}

	private void fault(Fault fault) {
		this.hub.on((request) -> request.host().equals(this.hub.secondHost())).answer(fault);
	}

	private URI bytes() throws IOException, InterruptedException {
		return location(head(resolve("main", "onnx/model.onnx")));
	}

	private JsonNode json(String path) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	private HttpResponse<byte[]> head(String path) throws IOException, InterruptedException {
		return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
	}

	private InputStream stream(URI uri) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream()).body();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(uri(path));
	}

	private URI uri(String path) {
		return URI.create(this.hub.endpoint() + path);
	}

	private static String resolve(String revision, String file) {
		return "/test/model/resolve/%s/%s".formatted(revision, file);
	}

	private static URI location(HttpResponse<?> response) {
		return URI.create(response.headers().firstValue("Location").orElseThrow());
	}

	private static void assertError(HttpResponse<?> response, int status, String code) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("X-Error-Code")).hasValue(code);
		assertThat(response.headers().firstValue("X-Error-Message")).isPresent();
	}

	private static int read(InputStream body) {
		try {
			return body.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
