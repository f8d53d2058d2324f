package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.ModelDownloadException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: which may be sent at all, and what goes with them. The token goes to
 * the hub and to nobody else, and never unencrypted over a network. Redirects are left to
 * the caller, because following them would take headers along.
 */
final class HubRequests {

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private final HubSettings settings;

	private @Nullable HttpClient client;

	HubRequests(HubSettings settings) {
		this.settings = settings;
	}

	/**
	 * Makes an address on the hub.
	 * @param parts parts of its path, each encoded whole
	 */
	URI address(String... parts) {
		String path = Arrays.stream(parts).map(HubRequests::encoded).collect(Collectors.joining("/", "/", ""));
		return URI.create(this.settings.endpoint() + path);
	}

	private static String encoded(String part) {
		return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
	}

	<T> HttpResponse<T> send(String method, URI address, Map<String, String> headers, BodyHandler<T> body)
			throws IOException {
		requireAddress(address);
		requireAllowed(address);
		// Refuses a proxy that cannot be used, which the client would report as a
		// failure.
		this.settings.proxy().select(address);
		HttpRequest.Builder request = HttpRequest.newBuilder(address)
			.timeout(this.settings.timeout())
			.method(method, HttpRequest.BodyPublishers.noBody())
			.header("User-Agent", "semblance")
			.header("Accept-Encoding", "identity");
		headers.forEach(request::header);
		String token = this.settings.token();
		if (token != null && isHub(address) && isConfidential(address)) {
			request.header("Authorization", "Bearer " + token);
		}
		try {
			return client().send(request.build(), body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CallCancelledException("Fetching from %s was interrupted.".formatted(host(address)),
					"Load the model again; what was fetched is kept.");
		}
	}

	/** One for all, since each has threads of its own; created when it is first used. */
	private synchronized HttpClient client() {
		if (this.client == null) {
			HttpClient.Builder builder = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.settings.timeout())
				.proxy(this.settings.proxy());
			if (this.settings.certificates() != null) {
				builder.sslContext(TrustedCertificates.with(this.settings.certificates()));
			}
			if (this.settings.proxy() instanceof EnvironmentProxies proxies) {
				proxies.authenticator().ifPresent(builder::authenticator);
			}
			this.client = builder.build();
		}
		return this.client;
	}

	private void requireAddress(URI address) {
		if (address.getHost() == null || address.getPort() > HubEnvironment.LARGEST_PORT
				|| (!isPlain(address) && !isEncrypted(address))) {
			throw new ModelDownloadException(
					"The hub leads to '%s', which is no address of the web."
						.formatted(address.toString().replaceFirst("\\?.*", "")),
					"Check the endpoint, %s.".formatted(this.settings.endpoint()));
		}
	}

	private void requireAllowed(URI address) {
		if (!this.settings.plainHttp() && !isConfidential(address)) {
			throw unencrypted(address);
		}
	}

	/**
	 * Refuses a redirect that gives up the encryption that the address before it had.
	 * @param from who redirects
	 * @param to where it leads
	 */
	void requireNoDowngrade(URI from, URI to) {
		if (isEncrypted(from) && isPlain(to) && !this.settings.plainHttp()) {
			requireAddress(to);
			throw unencrypted(to);
		}
	}

	private static ModelDownloadException unencrypted(URI address) {
		return new ModelDownloadException(
				"%s would be asked without encryption, and anybody in between could replace a model."
					.formatted(host(address)),
				"Use an endpoint with https, or allow plain http (SEMBLANCE_PLAIN_HTTP=1, "
						+ "semblance.hub.plain-http=true).");
	}

	/** Whether an address has scheme, host and port of the hub's. */
	boolean isHub(URI address) {
		URI hub = this.settings.endpoint();
		return hub.getScheme().equalsIgnoreCase(address.getScheme())
				&& hub.getHost().equalsIgnoreCase(address.getHost()) && port(hub) == port(address);
	}

	private static int port(URI address) {
		if (address.getPort() >= 0) {
			return address.getPort();
		}
		return isEncrypted(address) ? HTTPS_PORT : HTTP_PORT;
	}

	private static boolean isEncrypted(URI address) {
		return "https".equalsIgnoreCase(address.getScheme());
	}

	private static boolean isPlain(URI address) {
		return "http".equalsIgnoreCase(address.getScheme());
	}

	/** What goes to this machine by way of a proxy goes over a network. */
	private boolean isConfidential(URI address) {
		return isEncrypted(address) || (Loopback.is(address.getHost()) && isDirect(address));
	}

	private boolean isDirect(URI address) {
		return this.settings.proxy().select(address).stream().allMatch((proxy) -> proxy.type() == Proxy.Type.DIRECT);
	}

	/** What can be shown of an address: its query may be a signature. */
	static String host(URI address) {
		return (address.getPort() < 0) ? String.valueOf(address.getHost())
				: address.getHost() + ":" + address.getPort();
	}

}
