package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.semblance.encoders.ModelDownloadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where requests go and what goes with them. A proxy stands for all other machines.
 */
class HubRequestsTests {

	private static final String TOKEN = "hf_SecretOfTheTests";

	private final List<String> authorizations = new CopyOnWriteArrayList<>();

	private HttpServer machines;

	@BeforeEach
	void start() throws IOException {
		this.machines = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.machines.createContext("/", (exchange) -> {
			this.authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.machines.start();
	}

	@AfterEach
	void stop() {
		this.machines.stop(0);
	}

	@Test
	void theTokenIsNotSentUnencryptedOverANetwork() throws IOException {
		send("http://hub.example", "http://hub.example/a");
		assertThat(this.authorizations).containsExactly("null");
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "localhost, LOCALHOST" })
	void theTokenIsSentToAHubOnThisMachine(String endpoint, String address) throws IOException {
		int port = this.machines.getAddress().getPort();
		HubSettings settings = settings("http://%s:%d".formatted(endpoint, port), false, ProxySelector.of(null));
		new HubRequests(settings).send("GET", URI.create("http://%s:%d/a".formatted(address, port)), Map.of(),
				BodyHandlers.discarding());
		assertThat(this.authorizations).containsExactly("Bearer " + TOKEN);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://127.0.0.1:1234", "http://localhost:1234", "http://[::1]:1234", "http://127.9.9.9" })
	void aHubOnThisMachineIsAnotherMachineByWayOfAProxy(String endpoint) throws IOException {
		HubRequests requests = new HubRequests(settings(endpoint, false));
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> requests.send("GET", URI.create(endpoint + "/a"), Map.of(), BodyHandlers.discarding()))
			.withMessageContaining("without encryption");
		send(endpoint, endpoint + "/a");
		assertThat(this.authorizations).containsExactly("null");
	}

	@ParameterizedTest
	@CsvSource({ "https://hub.example, https://HUB.example:443/a, true",
			"http://hub.example:80, http://hub.example/a, true", "https://hub.example, http://hub.example:443/a, false",
			"https://hub.example, https://hub.example:444/a, false",
			"https://hub.example, https://hub.example.com/a, false" })
	void theHubIsKnownBySchemeHostAndPort(String endpoint, String address, boolean hub) {
		assertThat(new HubRequests(settings(endpoint, false)).isHub(URI.create(address))).isEqualTo(hub);
	}

	@Test
	void encryptionIsNotGivenUp() {
		URI hub = URI.create("https://hub.example/a");
		URI plain = URI.create("http://127.0.0.1:1234/a");
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> new HubRequests(settings("https://hub.example", false)).requireNoDowngrade(hub, plain))
			.withMessageContaining("127.0.0.1:1234 would be asked without encryption");
		new HubRequests(settings("https://hub.example", true)).requireNoDowngrade(hub, plain);
		new HubRequests(settings("https://hub.example", false)).requireNoDowngrade(plain, plain);
	}

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:1234, http://127.0.0.1:1235/a", "http://127.0.0.1:1234, http://127.0.0.2:1234/a",
			"http://127.0.0.1:1234, http://localhost:1234/a", "https://127.0.0.1:1234, http://127.0.0.1:1234/a",
			"http://127.0.0.1:1234, http://127.0.0.1/a" })
	void theTokenIsNotSentToAnybodyElse(String endpoint, String address) throws IOException {
		send(endpoint, address);
		assertThat(this.authorizations).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://hub.example/a", "http://10.0.0.1/a", "http://localhost.example/a",
			"http://127.0.0.1.example/a", "http://[2001:db8::1]/a", "http://0.0.0.0/a" })
	void anotherMachineIsNotAskedWithoutEncryption(String address) {
		HubRequests requests = new HubRequests(settings("http://127.0.0.1:1234", false));
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> requests.send("GET", URI.create(address), Map.of(), BodyHandlers.discarding()))
			.withMessageContaining("without encryption");
		assertThat(this.authorizations).isEmpty();
	}

	@Test
	void namesBecomePartsOfAnAddress() {
		HubRequests requests = new HubRequests(settings("http://127.0.0.1:1234/mirror", false));
		assertThat(requests.address("a b", "refs/pr/1", "x?y#z%", "ümlaut", "a+b"))
			.hasToString("http://127.0.0.1:1234/mirror/a%20b/refs%2Fpr%2F1/x%3Fy%23z%25/%C3%BCmlaut/a%2Bb");
	}

	private void send(String endpoint, String address) throws IOException {
		new HubRequests(settings(endpoint, true)).send("GET", URI.create(address), Map.of(), BodyHandlers.discarding());
	}

	private HubSettings settings(String endpoint, boolean plainHttp) {
		return settings(endpoint, plainHttp, ProxySelector.of(this.machines.getAddress()));
	}

	private static HubSettings settings(String endpoint, boolean plainHttp, ProxySelector proxy) {
		HubSettings defaults = HubEnvironment.read(Map.of("HF_ENDPOINT", endpoint, "HF_TOKEN", TOKEN));
		return new HubSettings(defaults.endpoint(), defaults.token(), defaults.home(), null, false, plainHttp, proxy,
				null, defaults.timeout(), defaults.stallTimeout(), defaults.attempts(), defaults.firstPause(),
				defaults.maxFileSize(), defaults.listener());
	}

}
