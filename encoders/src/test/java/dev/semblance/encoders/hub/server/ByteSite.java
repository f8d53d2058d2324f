package dev.semblance.encoders.hub.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The second host, which has the bytes of large files for everyone with a signed address.
 */
final class ByteSite implements Site {

	private static final String PREFIX = "/repos/";

	private final HubSite hub;

	ByteSite(HubSite hub) {
		this.hub = hub;
	}

	static String target(TestRepository repository, StoredFile file) {
		return "%s%s/%s?X-Signature=%s&X-Expires=3600".formatted(PREFIX, repository.id(), file.sha256(),
				digest("signature", file));
	}

	@Override
	public Reply answer(ReceivedRequest request) {
		String path = request.path();
		int end = path.lastIndexOf('/');
		StoredFile file = (path.startsWith(PREFIX) && end > PREFIX.length())
				? this.hub.large(path.substring(PREFIX.length(), end), path.substring(end + 1)) : null;
		if (file == null || !request.query().contains("X-Signature=%s".formatted(digest("signature", file)))) {
			return Reply.empty(403, Map.of());
		}
		// As long as the digest of the content, but not it, as on the real hub.
		return Reply.content(file.content(), "\"%s\"".formatted(digest("etag", file)), request);
	}

	private static String digest(String purpose, StoredFile file) {
		return Digests.sha256((purpose + file.sha256()).getBytes(StandardCharsets.UTF_8));
	}

}
