package dev.semblance.encoders.hub.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a path of the hub asks for.
 *
 * @param prefix what precedes the repository
 * @param repository the repository's id
 * @param action what it wants of it, empty for the repository itself
 * @param rest what follows the repository, still encoded
 * @param revision the revision, main if there is none
 * @param file the path of the file, which can be a hostile one: nothing is normalized
 */
record Target(String prefix, String repository, String action, String rest, String revision, String file) {

	static final String API = "/api/models/";

	static final String CACHE = "/api/resolve-cache/models/";

	private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

	private static final List<String> ACTIONS = List.of("resolve", "revision", "tree");

	static @Nullable Target parse(String path) {
		for (String prefix : List.of(API, CACHE)) {
			if (path.startsWith(prefix)) {
				return parse(prefix, path);
			}
		}
		return path.startsWith("/") ? parse("/", path) : null;
	}

	private static Target parse(String prefix, String path) {
		List<String> segments = Arrays.asList(path.substring(prefix.length()).split("/", -1));
		if (prefix.equals(CACHE)) {
			int length = (segments.size() > 1 && COMMIT.matcher(segments.get(1)).matches()) ? 1
					: Math.min(2, segments.size());
			return of(prefix, segments, length, "resolve", length);
		}
		// Some ids, such as gpt2, have no organization.
		for (int length = 1; length <= Math.min(2, segments.size() - 1); length++) {
			if (ACTIONS.contains(segments.get(length))) {
				return of(prefix, segments, length, segments.get(length), length + 1);
			}
		}
		return of(prefix, segments, segments.size(), "", segments.size());
	}

	private static Target of(String prefix, List<String> segments, int length, String action, int revision) {
		String rest = segments.stream().skip(length).map((segment) -> "/" + segment).collect(Collectors.joining());
		return new Target(prefix, join(segments.subList(0, length)), action, rest,
				(revision < segments.size()) ? decode(segments.get(revision)) : "main",
				join(segments.stream().skip(revision + 1L).toList()));
	}

	private static String join(List<String> segments) {
		return segments.stream().map(Target::decode).collect(Collectors.joining("/"));
	}

	private static String decode(String segment) {
		try {
			// A plus is a space in forms only.
			return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return segment;
		}
	}

}
