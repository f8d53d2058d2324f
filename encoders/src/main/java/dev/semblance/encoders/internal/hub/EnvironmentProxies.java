package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and
 * {@code NO_PROXY} name, as command-line tools know them and the Java platform does not.
 */
public final class EnvironmentProxies extends ProxySelector {

	private static final int DEFAULT_PORT = 80;

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.+\\]):(\\d{1,5})");

	private final Optional<Variable> https;

	private final Optional<Variable> http;

	private final List<DirectHost> direct;

	private EnvironmentProxies(Optional<Variable> https, Optional<Variable> http, List<DirectHost> direct) {
		this.https = https;
		this.http = http;
		this.direct = direct;
	}

	/**
	 * Reads the variables. A value that cannot be used is refused when a request would go
	 * through it.
	 * @param environment the environment
	 * @return the proxies; nothing if none is named
	 */
	public static Optional<ProxySelector> of(Map<String, String> environment) {
		Optional<Variable> all = variable(environment, "ALL_PROXY");
		Optional<Variable> https = variable(environment, "HTTPS_PROXY").or(() -> all);
		Optional<Variable> http = variable(environment, "HTTP_PROXY").or(() -> all);
		if (https.isEmpty() && http.isEmpty()) {
			return Optional.empty();
		}
		List<DirectHost> direct = Arrays
			.stream(variable(environment, "NO_PROXY").map(Variable::value).orElse("").split(","))
			.map((host) -> host.strip().toLowerCase(Locale.ROOT))
			.filter((host) -> !host.isEmpty())
			.map(EnvironmentProxies::directHost)
			.toList();
		return Optional.of(new EnvironmentProxies(https, http, direct));
	}

	private static Optional<Variable> variable(Map<String, String> environment, String name) {
		return Stream.of(name, name.toLowerCase(Locale.ROOT))
			.map(environment::get)
			.filter((value) -> value != null && !value.isBlank())
			.findFirst()
			.map((value) -> new Variable(name, value));
	}

	private static DirectHost directHost(String entry) {
		Matcher matcher = WITH_PORT.matcher(entry);
		return matcher.matches()
				? new DirectHost(withoutBrackets(matcher.group(1)), OptionalInt.of(Integer.parseInt(matcher.group(2))))
				: new DirectHost(withoutBrackets(entry), OptionalInt.empty());
	}

	@Override
	public List<Proxy> select(URI address) {
		boolean encrypted = "https".equalsIgnoreCase(address.getScheme());
		Optional<Variable> variable = encrypted ? this.https : this.http;
		String host = withoutBrackets(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT));
		int defaultPort = encrypted ? HTTPS_PORT : HTTP_PORT;
		int port = (address.getPort() < 0) ? defaultPort : address.getPort();
		// No other machine's loopback interface is meant.
		if (variable.isEmpty() || Loopback.is(host)
				|| this.direct.stream().anyMatch((entry) -> entry.matches(host, port))) {
			return List.of(Proxy.NO_PROXY);
		}
		URI proxy = variable.get().proxy();
		return List
			.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), proxyPort(proxy))));
	}

	private static int proxyPort(URI proxy) {
		return (proxy.getPort() < 0) ? DEFAULT_PORT : proxy.getPort();
	}

	/** Addresses have them around those of version six. */
	private static String withoutBrackets(String host) {
		return host.replaceAll("[\\[\\]]", "");
	}

	/**
	 * Returns what logs in to a proxy whose address names a user.
	 * @return the authenticator; nothing if none does
	 */
	Optional<Authenticator> authenticator() {
		List<URI> withUser = Stream.of(this.https, this.http)
			.flatMap(Optional::stream)
			.map(Variable::parsed)
			.flatMap(Optional::stream)
			.filter((proxy) -> proxy.getUserInfo() != null)
			.toList();
		return withUser.isEmpty() ? Optional.empty() : Optional.of(new ProxyLogin(withUser));
	}

	@Override
	public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
		// The request fails, and says why.
	}

	/** Gives name and password to the proxy only that they are meant for. */
	private static final class ProxyLogin extends Authenticator {

		private final List<URI> proxies;

		ProxyLogin(List<URI> proxies) {
			this.proxies = proxies;
		}

		@Override
		protected @Nullable PasswordAuthentication getPasswordAuthentication() {
			if (getRequestorType() != RequestorType.PROXY) {
				return null;
			}
			return this.proxies.stream()
				.filter((proxy) -> proxy.getHost().equals(getRequestingHost())
						&& proxyPort(proxy) == getRequestingPort())
				.findFirst()
				.map((proxy) -> login(proxy.getUserInfo().split(":", 2)))
				.orElse(null);
		}

		private static PasswordAuthentication login(String[] parts) {
			return new PasswordAuthentication(parts[0], (parts.length > 1) ? parts[1].toCharArray() : new char[0]);
		}

	}

	/**
	 * A variable that names a proxy.
	 *
	 * @param name its name
	 * @param value its value, which is not shown, since it may hold a password
	 */
	private record Variable(String name, String value) {

		Optional<URI> parsed() {
			try {
				URI address = URI.create(this.value.contains("://") ? this.value : "http://" + this.value);
				boolean usable = "http".equals(address.getScheme()) && address.getHost() != null
						&& address.getPort() <= HubEnvironment.LARGEST_PORT;
				return usable ? Optional.of(address) : Optional.empty();
			}
			catch (IllegalArgumentException ex) {
				return Optional.empty();
			}
		}

		URI proxy() {
			return parsed()
				.orElseThrow(() -> new InvalidInputException("%s names no proxy that can be used.".formatted(this.name),
						"Give it the form http://host:port."));
		}

	}

	/**
	 * A host, or a domain, that needs no proxy.
	 *
	 * @param name its name
	 * @param port its port; nothing if all are meant
	 */
	private record DirectHost(String name, OptionalInt port) {

		boolean matches(String host, int asked) {
			String domain = this.name.startsWith("*.") ? this.name.substring(1) : this.name;
			String suffix = domain.startsWith(".") ? domain : "." + domain;
			boolean named = this.name.equals("*") || host.equals(domain) || host.endsWith(suffix);
			return named && (this.port.isEmpty() || this.port.getAsInt() == asked);
		}

	}

}
