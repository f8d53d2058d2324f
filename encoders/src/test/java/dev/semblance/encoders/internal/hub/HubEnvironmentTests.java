package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.internal.cache.ModelCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HubEnvironmentTests {

	private static final Path USER = Path.of(System.getProperty("user.home"));

	@TempDir
	private Path folder;

	@Test
	void withoutVariablesThePublicHubIsMeant() {
		HubSettings settings = HubEnvironment.read(Map.of("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"));
		assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
		assertThat(settings.token()).isNull();
		assertThat(settings.home()).isEqualTo(USER.resolve(".cache/semblance"));
		assertThat(settings.huggingFaceCache()).isEqualTo(USER.resolve(".cache/huggingface/hub"));
		assertThat(settings.offline()).isFalse();
		assertThat(settings.plainHttp()).isFalse();
		assertThat(settings.certificates()).isNull();
		assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(settings.stallTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.maxFileSize()).isEqualTo(20_000_000_000L);
	}

	@ParameterizedTest
	@CsvSource({ "https://hub.example, https://hub.example", "https://hub.example/, https://hub.example",
			"' http://127.0.0.1:80// ', http://127.0.0.1:80", "https://hub.example/mirror/, https://hub.example/mirror",
			"HTTPS://hub.example, HTTPS://hub.example" })
	void theEndpointIsRead(String value, String endpoint) {
		assertThat(HubEnvironment.read(Map.of("HF_ENDPOINT", value)).endpoint()).isEqualTo(URI.create(endpoint));
	}

	@ParameterizedTest
	@ValueSource(strings = { "hub.example", "ftp://hub.example", "https://", "https://hub.example?x=secret",
			"https://user:secret@hub.example", "https://a b", "file:///tmp", "https://user:secret@a b",
			"https://hub.example:99999", "https://hub.example#secret" })
	void anEndpointThatIsNoneIsRefused(String value) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> HubEnvironment.read(Map.of("HF_ENDPOINT", value)))
			.withMessageContaining("endpoint");
	}

	@Test
	void aPasswordInTheEndpointIsNotShown() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> HubEnvironment.read(Map.of("HF_ENDPOINT", "https://user:secret@hub.example")))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@Test
	void theFoldersAreRead() {
		HubSettings settings = HubEnvironment.read(Map.of("SEMBLANCE_HOME", "/a", "HF_HOME", "/b"));
		assertThat(settings.home()).isEqualTo(Path.of("/a"));
		assertThat(settings.huggingFaceCache()).isEqualTo(Path.of("/b/hub"));
	}

	@Test
	void theHomeOfTheEnvironmentGoesFirst() throws IOException {
		Path home = Files.createDirectories(this.folder.resolve("me/.cache/huggingface"));
		Files.writeString(home.resolve("token"), "hf_mine");
		HubSettings settings = HubEnvironment.read(Map.of("HOME", this.folder.resolve("me").toString()));
		assertThat(settings.home()).isEqualTo(this.folder.resolve("me/.cache/semblance"));
		assertThat(settings.huggingFaceCache()).isEqualTo(home.resolve("hub"));
		assertThat(settings.token()).isEqualTo("hf_mine");
		assertThat(HubEnvironment.read(Map.of("HOME", " ")).home()).isEqualTo(USER.resolve(".cache/semblance"));
	}

	@Test
	void aTildeIsTheHome() throws IOException {
		Files.writeString(this.folder.resolve("secret"), "hf_tilde");
		HubSettings settings = HubEnvironment.read(Map.of("HOME", this.folder.toString(), "SEMBLANCE_HOME", "~/a",
				"HF_HOME", "~/b", "SSL_CERT_FILE", "~/c", "HF_TOKEN_PATH", "~/secret"));
		assertThat(settings.home()).isEqualTo(this.folder.resolve("a"));
		assertThat(settings.huggingFaceCache()).isEqualTo(this.folder.resolve("b/hub"));
		assertThat(settings.certificates()).isEqualTo(this.folder.resolve("c"));
		assertThat(settings.token()).isEqualTo("hf_tilde");
		assertThat(cache(Map.of("HOME", "/h", "HF_HUB_CACHE", "~/d"))).isEqualTo(Path.of("/h/d"));
		assertThat(cache(Map.of("HOME", "/h", "HF_HUB_CACHE", "~other/d"))).isEqualTo(Path.of("~other/d"));
	}

	@Test
	void aCacheOfAUserWithoutAHomeIsNotWritten() {
		ModelCache cache = new ModelCache(HubEnvironment.read(Map.of("HOME", "?")).home());
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> cache.lock("a/b"))
			.withMessageContaining("the user has no home folder")
			.withMessageContaining("SEMBLANCE_HOME");
		assertThat(Path.of("?")).doesNotExist();
	}

	@Test
	void theFolderOfHuggingFacesToolsHasAnOrder() {
		assertThat(cache(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/huggingface/hub"));
		assertThat(cache(Map.of("XDG_CACHE_HOME", "/x", "HF_HOME", "/h"))).isEqualTo(Path.of("/h/hub"));
		assertThat(cache(Map.of("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/o"))).isEqualTo(Path.of("/o"));
		assertThat(cache(Map.of("HF_HUB_CACHE", "/c", "HUGGINGFACE_HUB_CACHE", "/o"))).isEqualTo(Path.of("/c"));
	}

	private static Path cache(Map<String, String> environment) {
		return Objects.requireNonNull(HubEnvironment.read(environment).huggingFaceCache());
	}

	@ParameterizedTest
	@ValueSource(strings = { "SEMBLANCE_HOME", "HF_HOME", "HF_HUB_CACHE", "SSL_CERT_FILE", "HF_TOKEN_PATH" })
	void aFolderThatCanBeNoneIsRefused(String variable) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> HubEnvironment.read(Map.of(variable, "a\0b")))
			.withMessageContaining(variable);
	}

	@Test
	void theTokenHasAnOrder() throws IOException {
		Path home = Files.createDirectories(this.folder.resolve("home"));
		Files.writeString(home.resolve("token"), "\n  hf_home  \nsecond line\n");
		Path other = Files.writeString(this.folder.resolve("other"), "hf_path");
		assertThat(token(Map.of("HF_HOME", home.toString()))).isEqualTo("hf_home");
		assertThat(token(Map.of("HF_HOME", home.toString(), "HF_TOKEN_PATH", other.toString()))).isEqualTo("hf_path");
		assertThat(token(Map.of("HF_HOME", home.toString(), "HUGGING_FACE_HUB_TOKEN", "hf_old"))).isEqualTo("hf_old");
		assertThat(token(Map.of("HF_TOKEN", " hf_new ", "HUGGING_FACE_HUB_TOKEN", "hf_old"))).isEqualTo("hf_new");
		assertThat(token(Map.of("HF_HOME", this.folder.resolve("none").toString()))).isEqualTo("none");
		assertThat(token(Map.of("HF_TOKEN", "hf_new", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"))).isEqualTo("none");
	}

	private static String token(Map<String, String> environment) {
		return Objects.requireNonNullElse(HubEnvironment.read(environment).token(), "none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hf_se\ncret", "hf_se\r\ncret", "hf se cret", "hf_secr\u00e9t", "hf_secret\u0000" })
	void aTokenThatCanBeNoneIsRefusedWithoutItsValue(String token) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> HubEnvironment.read(Map.of("HF_TOKEN", token)))
			.satisfies(
					(ex) -> assertThat(ex.getMessage()).contains("token").doesNotContain("cret").doesNotContain("hf"));
	}

	@ParameterizedTest
	@CsvSource({ "1, true", "ON, true", "yes, true", "True, true", "0, false", "false, false", "'', false",
			"nonsense, false" })
	void flagsAreReadAsHuggingFacesToolsDo(String value, boolean expected) {
		assertThat(HubEnvironment.read(Map.of("HF_HUB_OFFLINE", value)).offline()).isEqualTo(expected);
		assertThat(HubEnvironment.read(Map.of("TRANSFORMERS_OFFLINE", value)).offline()).isEqualTo(expected);
		assertThat(HubEnvironment.read(Map.of("SEMBLANCE_PLAIN_HTTP", value)).plainHttp()).isEqualTo(expected);
	}

	@Test
	void timesAndSizesAreRead() {
		HubSettings settings = HubEnvironment
			.read(Map.of("HF_HUB_ETAG_TIMEOUT", "3", "HF_HUB_DOWNLOAD_TIMEOUT", "4", "SEMBLANCE_MAX_FILE_SIZE", "5"));
		assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.stallTimeout()).isEqualTo(Duration.ofSeconds(4));
		assertThat(settings.maxFileSize()).isEqualTo(5);
	}

	@ParameterizedTest
	@CsvSource({ "HF_HUB_ETAG_TIMEOUT, 0", "HF_HUB_ETAG_TIMEOUT, -1", "HF_HUB_ETAG_TIMEOUT, 1.5",
			"HF_HUB_DOWNLOAD_TIMEOUT, soon", "HF_HUB_DOWNLOAD_TIMEOUT, 1000000", "SEMBLANCE_MAX_FILE_SIZE, 1GB",
			"SEMBLANCE_MAX_FILE_SIZE, -1", "SEMBLANCE_MAX_FILE_SIZE, 0" })
	void aNumberThatIsNoneIsRefused(String variable, String value) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> HubEnvironment.read(Map.of(variable, value)))
			.withMessageContaining("%s is '%s'".formatted(variable, value));
	}

	@Test
	void certificatesHaveAnOrder() {
		assertThat(certificates(Map.of("CURL_CA_BUNDLE", "/c"))).isEqualTo(Path.of("/c"));
		assertThat(certificates(Map.of("CURL_CA_BUNDLE", "/c", "REQUESTS_CA_BUNDLE", "/r"))).isEqualTo(Path.of("/r"));
		assertThat(certificates(Map.of("SSL_CERT_FILE", "/s", "REQUESTS_CA_BUNDLE", "/r"))).isEqualTo(Path.of("/s"));
	}

	private static Path certificates(Map<String, String> environment) {
		return Objects.requireNonNull(HubEnvironment.read(environment).certificates());
	}

	@Test
	void proxiesOfTheEnvironmentAreUsed() {
		HubSettings settings = HubEnvironment.read(Map.of("HTTPS_PROXY", "http://proxy.example:3128"));
		assertThat(settings.proxy().select(URI.create("https://huggingface.co"))).extracting(Proxy::type)
			.containsExactly(Proxy.Type.HTTP);
	}

	@Test
	void settingsDoNotShowTheToken() {
		assertThat(HubEnvironment.read(Map.of("HF_TOKEN", "hf_secret")).toString()).doesNotContain("hf_secret");
	}

}
