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
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and
 * {@code NO_PROXY} name, as command-line tools know them and the Java platform does not.
 */
public final class EnvironmentProxies extends ProxySelector {

	private static final int DEFAULT_PORT = 80;

	private final @Nullable URI https;

	private final @Nullable URI http;

	private final List<String> direct;

	private EnvironmentProxies(@Nullable URI https, @Nullable URI http, List<String> direct) {
		this.https = https;
		this.http = http;
		this.direct = direct;
	}

	/**
	 * Reads the variables.
	 * @param environment the environment
	 * @return the proxies; nothing if none is named
	 */
	public static Optional<ProxySelector> of(Map<String, String> environment) {
		URI all = proxy(environment, "ALL_PROXY").orElse(null);
		URI https = proxy(environment, "HTTPS_PROXY").orElse(all);
		URI http = proxy(environment, "HTTP_PROXY").orElse(all);
		if (https == null && http == null) {
			return Optional.empty();
		}
		List<String> direct = Arrays.stream(value(environment, "NO_PROXY").orElse("").split(","))
			.map((host) -> withoutBrackets(host.strip().toLowerCase(Locale.ROOT)))
			.filter((host) -> !host.isEmpty())
			.toList();
		return Optional.of(new EnvironmentProxies(https, http, direct));
	}

	private static Optional<String> value(Map<String, String> environment, String name) {
		return Stream.of(name, name.toLowerCase(Locale.ROOT))
			.map(environment::get)
			.filter((value) -> value != null && !value.isBlank())
			.findFirst();
	}

	private static Optional<URI> proxy(Map<String, String> environment, String name) {
		return value(environment, name).map((value) -> {
			try {
				URI address = URI.create(value.contains("://") ? value : "http://" + value);
				if ("http".equals(address.getScheme()) && address.getHost() != null
						&& address.getPort() <= HubEnvironment.LARGEST_PORT) {
					return address;
				}
			}
			catch (IllegalArgumentException ex) {
				// Refused below; the value is not shown, since it may hold a password.
			}
			throw new InvalidInputException("%s names no proxy that can be used.".formatted(name),
					"Give it the form http://host:port.");
		});
	}

	@Override
	public List<Proxy> select(URI address) {
		URI proxy = "https".equalsIgnoreCase(address.getScheme()) ? this.https : this.http;
		if (proxy == null || isDirect(withoutBrackets(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT)))) {
			return List.of(Proxy.NO_PROXY);
		}
		int port = (proxy.getPort() < 0) ? DEFAULT_PORT : proxy.getPort();
		return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
	}

	/** Addresses have them around those of version six. */
	private static String withoutBrackets(String host) {
		return host.replaceAll("[\\[\\]]", "");
	}

	private boolean isDirect(String host) {
		return this.direct.stream().anyMatch((entry) -> {
			String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
			String suffix = domain.startsWith(".") ? domain : "." + domain;
			return entry.equals("*") || host.equals(domain) || host.endsWith(suffix);
		});
	}

	/**
	 * Returns what logs in to a proxy whose address names a user.
	 * @return the authenticator; nothing if none does
	 */
	Optional<Authenticator> authenticator() {
		return Stream.of(Optional.ofNullable(this.https), Optional.ofNullable(this.http))
			.flatMap(Optional::stream)
			.filter((proxy) -> proxy.getUserInfo() != null)
			.findFirst()
			.map((proxy) -> new ProxyLogin(proxy.getHost(), proxy.getUserInfo().split(":", 2)));
	}

	@Override
	public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
		// The request fails, and says why.
	}

	/** Gives name and password to the proxy only. */
	private static final class ProxyLogin extends Authenticator {

		private final String host;

		private final String[] login;

		ProxyLogin(String host, String[] login) {
			this.host = host;
			this.login = login;
		}

		@Override
		protected @Nullable PasswordAuthentication getPasswordAuthentication() {
			boolean asked = getRequestorType() == RequestorType.PROXY && this.host.equals(getRequestingHost());
			return asked ? new PasswordAuthentication(this.login[0],
					(this.login.length > 1) ? this.login[1].toCharArray() : new char[0]) : null;
		}

	}

}
