package dev.semblance.encoders.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

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
	void theProxyOfTheEnvironmentIsUsed(String variable) {
		Map<String, String> environment = environment();
		environment.put(variable, "http://127.0.0.1:" + this.proxy.port());
		assertComplete(impatient(environment).build().pull(NAME));
		assertEverythingWentThroughTheProxy();
	}

	@Test
	void theProxyOfTheBuilderIsUsed() {
		ProxySelector selector = ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", this.proxy.port()));
		assertComplete(impatient().proxy(selector).build().pull(NAME));
		assertEverythingWentThroughTheProxy();
	}

	@Test
	void aHostThatNeedsNoneIsAskedDirectly() {
		Map<String, String> environment = environment();
		environment.put("HTTP_PROXY", "http://127.0.0.1:" + this.proxy.port());
		environment.put("NO_PROXY", "127.0.0.1");
		assertComplete(impatient(environment).build().pull(NAME));
		assertThat(this.proxy.lines()).isNotEmpty()
			.allMatch((line) -> line.contains("http://%s/".formatted(this.server.secondHost())));
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
