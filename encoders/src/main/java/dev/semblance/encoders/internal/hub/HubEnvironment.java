package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of the hub, by the variables that Hugging Face's tools know
 * and a few of our own.
 */
public final class HubEnvironment {

	static final int LARGEST_PORT = 65_535;

	private static final String PUBLIC_HUB = "https://huggingface.co";

	private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

	/** The last of the characters of ASCII, which is none to print. */
	private static final char DELETE = 127;

	private static final int ATTEMPTS = 5;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final long MAX_FILE_SIZE = 20_000_000_000L;

	private final Map<String, String> variables;

	private final Path userHome;

	private HubEnvironment(Map<String, String> variables, Path userHome) {
		this.variables = variables;
		this.userHome = userHome;
	}

	/**
	 * Reads the environment.
	 * @param variables its variables
	 * @return the settings
	 */
	public static HubSettings read(Map<String, String> variables) {
		return of(variables).settings();
	}

	/**
	 * Reads where everything is kept.
	 * @param variables the environment's variables
	 * @return the folder, which need not be there
	 */
	public static Path home(Map<String, String> variables) {
		return of(variables).home();
	}

	/**
	 * Reads a path.
	 * @param variables the environment's variables
	 * @param name name of the variable
	 * @return the path, if the variable is set
	 * @throws InvalidInputException if it is none
	 */
	public static Optional<Path> path(Map<String, String> variables, String name) {
		return of(variables).path(name);
	}

	private static HubEnvironment of(Map<String, String> variables) {
		// Hugging Face's tools go by it; the Java platform may say something else.
		String named = variables.getOrDefault("HOME", "").strip();
		String home = named.isEmpty() ? System.getProperty("user.home", "?") : named;
		return new HubEnvironment(variables, parse("HOME", home));
	}

	private Path home() {
		return path("SEMBLANCE_HOME").orElse(this.userHome.resolve(".cache").resolve("semblance"));
	}

	private HubSettings settings() {
		URI endpoint = endpoint(value("HF_ENDPOINT").orElse(PUBLIC_HUB));
		Path home = home();
		Path certificates = path("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE").orElse(null);
		return new HubSettings(endpoint, token(), home, huggingFaceCache(),
				flag("HF_HUB_OFFLINE") || flag("TRANSFORMERS_OFFLINE"), flag("SEMBLANCE_PLAIN_HTTP"), proxy(),
				certificates, seconds("HF_HUB_ETAG_TIMEOUT", TIMEOUT),
				seconds("HF_HUB_DOWNLOAD_TIMEOUT", STALL_TIMEOUT), ATTEMPTS, FIRST_PAUSE, maxFileSize(),
				new DownloadLog());
	}

	/**
	 * Reads the address of a hub.
	 * @param value the address
	 * @return the address, without a {@code /} at its end
	 * @throws InvalidInputException if it is none
	 */
	public static URI endpoint(String value) {
		try {
			URI address = URI.create(value.strip().replaceFirst("/+$", ""));
			boolean web = address.getScheme() != null && address.getScheme().toLowerCase(Locale.ROOT).matches("https?");
			boolean plain = address.getQuery() == null && address.getUserInfo() == null
					&& address.getFragment() == null;
			if (web && plain && address.getHost() != null && address.getPort() <= LARGEST_PORT) {
				return address;
			}
		}
		catch (IllegalArgumentException ex) {
			// Refused below.
		}
		throw new InvalidInputException(
				"The endpoint of the hub is '%s'.".formatted(value.replaceAll("//.*@", "//...@")),
				"Give an address such as %s, without user and query.".formatted(PUBLIC_HUB));
	}

	/**
	 * Checks a token. Its value must not be shown, also not by what would refuse it
	 * later.
	 * @param value the token
	 * @return the token
	 * @throws InvalidInputException if it can be none
	 */
	public static String token(String value) {
		if (value.isEmpty() || !value.chars().allMatch((character) -> character > ' ' && character < DELETE)) {
			throw new InvalidInputException("The token is empty, or has characters that no token has.",
					"Copy it again, or leave it out.");
		}
		return value;
	}

	private Optional<String> value(String... names) {
		return Stream.of(names)
			.map(this.variables::get)
			.filter(Objects::nonNull)
			.map(String::strip)
			.filter((value) -> !value.isEmpty())
			.findFirst();
	}

	private Optional<Path> path(String... names) {
		return value(names).map((value) -> {
			// No shell has seen a value that comes from a file of variables.
			boolean ofUser = value.equals("~") || value.startsWith("~/");
			return parse(String.join(" or ", names), ofUser ? this.userHome + value.substring(1) : value);
		});
	}

	private static Path parse(String names, String value) {
		try {
			return Path.of(value);
		}
		catch (InvalidPathException ex) {
			throw new InvalidInputException("%s is no path: '%s'.".formatted(names, value),
					"Set it to the path of a file or a folder, or leave it out.", ex);
		}
	}

	private boolean flag(String name) {
		return value(name).map((value) -> TRUE.contains(value.toLowerCase(Locale.ROOT))).orElse(false);
	}

	private Duration seconds(String name, Duration ifMissing) {
		return value(name).map((value) -> {
			if (!value.matches("\\d{1,6}") || value.matches("0+")) {
				throw new InvalidInputException("%s is '%s'.".formatted(name, value),
						"Set it to a whole number of seconds from 1 to 999999, or leave it out.");
			}
			return Duration.ofSeconds(Long.parseLong(value));
		}).orElse(ifMissing);
	}

	private long maxFileSize() {
		return value("SEMBLANCE_MAX_FILE_SIZE").map((value) -> {
			if (!value.matches("\\d{1,18}") || value.matches("0+")) {
				throw new InvalidInputException("SEMBLANCE_MAX_FILE_SIZE is '%s'.".formatted(value),
						"Set it to a number of bytes, 1 or more, or leave it out.");
			}
			return Long.valueOf(value);
		}).orElse(MAX_FILE_SIZE);
	}

	private ProxySelector proxy() {
		// What is said to the Java platform itself goes first.
		boolean said = Stream.of("https.proxyHost", "http.proxyHost", "socksProxyHost", "java.net.useSystemProxies")
			.anyMatch((property) -> System.getProperty(property) != null);
		ProxySelector platform = Optional.ofNullable(ProxySelector.getDefault())
			.orElseGet(() -> ProxySelector.of(null));
		return said ? platform : EnvironmentProxies.of(this.variables).orElse(platform);
	}

	private Path huggingFaceHome() {
		return path("HF_HOME")
			.orElseGet(() -> path("XDG_CACHE_HOME").orElse(this.userHome.resolve(".cache")).resolve("huggingface"));
	}

	private Path huggingFaceCache() {
		return path("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").orElseGet(() -> huggingFaceHome().resolve("hub"));
	}

	private @Nullable String token() {
		if (flag("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
			return null;
		}
		return value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN").or(this::tokenOfFile)
			.map(HubEnvironment::token)
			.orElse(null);
	}

	private Optional<String> tokenOfFile() {
		Path file = path("HF_TOKEN_PATH").orElseGet(() -> huggingFaceHome().resolve("token"));
		try {
			List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
			return lines.stream().map(String::strip).filter((line) -> !line.isEmpty()).findFirst();
		}
		catch (IOException ex) {
			// Most models need none; where one does, the hub's refusal says so.
			return Optional.empty();
		}
	}

}
