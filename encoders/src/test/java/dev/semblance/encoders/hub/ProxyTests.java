package dev.semblance.encoders.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelDownloadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The hub is reached by the proxy that is named, or without one where none is wanted.
 */
class ProxyTests extends AbstractHubTests {

	private Tunnel proxy;

	@BeforeEach
	void open() throws IOException {
		serve();
		this.proxy = Tunnel.proxy();
	}

	@AfterEach
	void close() throws IOException {
		this.proxy.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP_PROXY", "http_proxy", "ALL_PROXY" })
	void theProxyOfTheEnvironmentIsUsedForOtherMachines(String variable) {
		Map<String, String> environment = onAnotherMachine();
		environment.put(variable, "http://127.0.0.1:" + this.proxy.port());
		assertComplete(impatient(environment).build().pull(NAME));
		assertThat(this.proxy.lines()).isNotEmpty()
			.allMatch((line) -> line.contains(environment.get("HF_ENDPOINT") + "/"));
		assertThat(this.server.requests()).filteredOn(this::isOnSecondHost).isNotEmpty();
	}

	@Test
	void theProxyOfTheEnvironmentIsNotUsedForThisMachine() {
		Map<String, String> environment = environment();
		environment.put("ALL_PROXY", "http://127.0.0.1:" + this.proxy.port());
		assertComplete(impatient(environment).build().pull(NAME));
		assertThat(this.proxy.lines()).isEmpty();
	}

	@Test
	void aProxyThatCannotBeUsedIsRefusedIfItWouldBe() {
		serve();
		Map<String, String> environment = onAnotherMachine();
		environment.put("ALL_PROXY", "socks5://127.0.0.1:1");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> impatient(environment).build().pull(NAME))
			.withMessageContaining("ALL_PROXY");
		environment.putAll(environment());
		assertComplete(impatient(environment).build().pull(NAME));
	}

	@Test
	void thisMachineIsNotAskedWithoutEncryptionByWayOfAProxy() {
		ProxySelector selector = ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", this.proxy.port()));
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient().proxy(selector).build().pull(NAME))
			.withMessageContaining("without encryption");
		assertThat(this.proxy.lines()).isEmpty();
	}

	private Map<String, String> onAnotherMachine() {
		Map<String, String> environment = environment();
		environment.put("HF_ENDPOINT", "http://hub.example:" + this.server.endpoint().getPort());
		environment.put("SEMBLANCE_PLAIN_HTTP", "1");
		return environment;
	}

	@Test
	void theProxyOfTheBuilderIsUsed() {
		ProxySelector selector = ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", this.proxy.port()));
		assertComplete(impatient().proxy(selector).plainHttp(true).build().pull(NAME));
		assertEverythingWentThroughTheProxy();
	}

	@Test
	void aHostThatNeedsNoneIsAskedDirectly() {
		Map<String, String> environment = environment();
		environment.put("HTTP_PROXY", "http://127.0.0.1:" + this.proxy.port());
		environment.put("NO_PROXY", "127.0.0.1");
		assertComplete(impatient(environment).build().pull(NAME));
		assertThat(this.proxy.lines()).isEmpty();
	}

	@Test
	void noHostNeedsOneIfNobodyWantsIt() {
		Map<String, String> environment = environment();
		environment.put("HTTP_PROXY", "http://127.0.0.1:" + this.proxy.port());
		environment.put("NO_PROXY", "*");
		assertComplete(impatient(environment).build().pull(NAME));
		assertThat(this.proxy.lines()).isEmpty();
	}

	private void assertEverythingWentThroughTheProxy() {
		assertThat(this.proxy.lines()).hasSameSizeAs(this.server.requests())
			.anyMatch((line) -> line.contains(this.server.endpoint().toString()))
			.anyMatch((line) -> line.contains(this.server.secondHost()));
	}

}
