package dev.semblance.encoders.internal.hub;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvironmentProxiesTests {

	private static final String HTTPS = "https://huggingface.co/a";

	private static final String HTTP = "http://mirror.example/a";

	@Test
	void withoutVariablesThereAreNoProxies() {
		assertThat(EnvironmentProxies.of(Map.of())).isEmpty();
		assertThat(EnvironmentProxies.of(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "*"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "HTTPS_PROXY, one:1, DIRECT", "https_proxy, one:1, DIRECT", "HTTP_PROXY, DIRECT, one:1",
			"http_proxy, DIRECT, one:1", "ALL_PROXY, one:1, one:1", "all_proxy, one:1, one:1" })
	void eachVariableIsForItsScheme(String variable, String https, String http) {
		Map<String, String> environment = Map.of(variable, "http://one:1");
		assertThat(select(environment, HTTPS)).isEqualTo(https);
		assertThat(select(environment, HTTP)).isEqualTo(http);
	}

	@Test
	void theVariableOfTheSchemeGoesFirst() {
		Map<String, String> environment = Map.of("HTTPS_PROXY", "http://one:1", "ALL_PROXY", "http://two:2");
		assertThat(select(environment, HTTPS)).isEqualTo("one:1");
		assertThat(select(environment, HTTP)).isEqualTo("two:2");
	}

	@ParameterizedTest
	@CsvSource({ "http://one:1, one:1", "one:1, one:1", "http://one, one:80", "http://one:1/, one:1",
			"http://user:pass@one:1, one:1", "http://10.0.0.1:3128, 10.0.0.1:3128", "http://[::1]:3128, [::1]:3128" })
	void aProxyHasManyForms(String value, String proxy) {
		assertThat(select(Map.of("HTTPS_PROXY", value), HTTPS)).isEqualTo(proxy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks5://one:1", "https://one:1", "http://", "http://us er:secret@one", "://",
			"http://one:secret", "http://one:99999", "one:secret" })
	void aProxyThatIsNoneIsRefusedWithoutItsValue(String value) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> select(Map.of("HTTPS_PROXY", value), HTTPS))
			.withMessageContaining("HTTPS_PROXY")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@Test
	void aProxyThatIsNoneIsNoMatterToWhoDoesNotUseIt() {
		Map<String, String> environment = Map.of("ALL_PROXY", "socks5://one:1", "HTTPS_PROXY", "http://two:2",
				"NO_PROXY", "mirror.example");
		assertThat(select(environment, HTTPS)).isEqualTo("two:2");
		assertThat(select(environment, HTTP)).isEqualTo("DIRECT");
		assertThat(((EnvironmentProxies) proxies(environment)).authenticator()).isEmpty();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> select(environment, "http://other.example/a"))
			.withMessageContaining("ALL_PROXY");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://127.0.0.1:80/a", "https://localhost/a", "http://[::1]:8080/a", "http://127.9.9.9/a" })
	void thisMachineNeedsNone(String address) {
		assertThat(select(Map.of("ALL_PROXY", "http://one:1"), address)).isEqualTo("DIRECT");
	}

	@ParameterizedTest
	@CsvSource({ "huggingface.co:443, true", "huggingface.co:8443, false", ".co:443, true", "*:443, true",
			"*:80, false", "[2001:db8::1]:443, false" })
	void aHostMayNeedNoneAtOnePort(String value, boolean direct) {
		Map<String, String> environment = Map.of("HTTPS_PROXY", "http://one:1", "NO_PROXY", value);
		assertThat(select(environment, HTTPS)).isEqualTo(direct ? "DIRECT" : "one:1");
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8::1, 8080, DIRECT", "[2001:db8::1], 8080, DIRECT", "[2001:db8::1]:8080, 8080, DIRECT",
			"[2001:db8::1]:8080, 8081, one:1", "2001:db8::2, 8080, one:1" })
	void anAddressOfVersionSixMayHaveAPort(String value, int port, String proxy) {
		Map<String, String> environment = Map.of("HTTPS_PROXY", "http://one:1", "NO_PROXY", value);
		assertThat(select(environment, "https://[2001:db8::1]:%d/a".formatted(port))).isEqualTo(proxy);
	}

	@Test
	void eachProxyGetsItsOwnLogin() {
		Authenticator authenticator = ((EnvironmentProxies) proxies(Map.of("HTTPS_PROXY",
				"http://one:first@proxy.example:1", "HTTP_PROXY", "http://two:second@proxy.example")))
			.authenticator()
			.orElseThrow();
		assertThat(login(authenticator, "proxy.example", 1)).isEqualTo("one:first");
		assertThat(login(authenticator, "proxy.example", 80)).isEqualTo("two:second");
		assertThat(login(authenticator, "proxy.example", 2)).isEqualTo("none");
		assertThat(login(authenticator, "other.example", 1)).isEqualTo("none");
	}

	private static String login(Authenticator authenticator, String host, int port) {
		PasswordAuthentication login = authenticator.requestPasswordAuthenticationInstance(host, null, port, "http", "",
				"Basic", null, Authenticator.RequestorType.PROXY);
		return (login != null) ? login.getUserName() + ":" + new String(login.getPassword()) : "none";
	}

	@ParameterizedTest
	@CsvSource({ "*, true", "huggingface.co, true", "HuggingFace.CO, true", ".co, true", "co, true",
			"' other.example , huggingface.co', true", ".huggingface.co, false", "*.co, true",
			"*.huggingface.co, false", "face.co, false", "huggingface.com, false", "'', false", "',,', false" })
	void someHostsNeedNone(String value, boolean direct) {
		Map<String, String> environment = Map.of("HTTPS_PROXY", "http://one:1", "NO_PROXY", value);
		assertThat(select(environment, HTTPS)).isEqualTo(direct ? "DIRECT" : "one:1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "::1", "[::1]" })
	void anAddressOfVersionSixMayNeedNone(String value) {
		Map<String, String> environment = Map.of("HTTPS_PROXY", "http://one:1", "no_proxy", value);
		assertThat(select(environment, "https://[::1]:8080/a")).isEqualTo("DIRECT");
	}

	@Test
	void aProxyWithAUserGetsALogin() {
		EnvironmentProxies proxies = (EnvironmentProxies) proxies(Map.of("HTTPS_PROXY", "http://me:p%40ss@one:1"));
		assertThat(proxies.authenticator()).isPresent();
		assertThat(((EnvironmentProxies) proxies(Map.of("HTTPS_PROXY", "http://one:1"))).authenticator()).isEmpty();
	}

	private static ProxySelector proxies(Map<String, String> environment) {
		return EnvironmentProxies.of(new HashMap<>(environment)).orElseThrow();
	}

	private static String select(Map<String, String> environment, String address) {
		Proxy proxy = proxies(environment).select(URI.create(address)).get(0);
		return (proxy.address() instanceof InetSocketAddress host) ? host.getHostString() + ":" + host.getPort()
				: proxy.toString();
	}

}
