package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
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
		requireAllowed(address);
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

	private HttpClient client() {
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

	private void requireAllowed(URI address) {
		String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
		boolean plain = scheme.equals("http");
		if (address.getHost() == null || address.getPort() > HubEnvironment.LARGEST_PORT
				|| (!plain && !scheme.equals("https"))) {
			throw new ModelDownloadException(
					"The hub leads to '%s', which is no address of the web."
						.formatted(address.toString().replaceFirst("\\?.*", "")),
					"Check the endpoint, %s.".formatted(this.settings.endpoint()));
		}
		if (plain && !this.settings.plainHttp() && !isLoopback(address)) {
			throw new ModelDownloadException(
					"%s would be asked without encryption, and anybody in between could replace a model."
						.formatted(host(address)),
					"Use an endpoint with https, or allow plain http (SEMBLANCE_PLAIN_HTTP=1, "
							+ "semblance.hub.plain-http=true).");
		}
	}

	private boolean isHub(URI address) {
		URI hub = this.settings.endpoint();
		return hub.getScheme().equalsIgnoreCase(address.getScheme())
				&& hub.getHost().equalsIgnoreCase(address.getHost()) && hub.getPort() == address.getPort();
	}

	private static boolean isConfidential(URI address) {
		return "https".equalsIgnoreCase(address.getScheme()) || isLoopback(address);
	}

	private static boolean isLoopback(URI address) {
		String host = address.getHost().replaceAll("[\\[\\]]", "");
		// A name that is looked up may mean another machine in a moment.
		if (host.equalsIgnoreCase("localhost")) {
			return true;
		}
		boolean literal = host.contains(":") || host.matches("[0-9.]+");
		try {
			return literal && InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/** What can be shown of an address: its query may be a signature. */
	static String host(URI address) {
		return (address.getPort() < 0) ? String.valueOf(address.getHost())
				: address.getHost() + ":" + address.getPort();
	}

}
