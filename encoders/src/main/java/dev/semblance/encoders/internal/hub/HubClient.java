package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.internal.cache.RepositoryPaths;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.HubReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the hub, once for each call; whoever calls tries again. Follows what
 * {@code huggingface_hub} does: a file's headers are asked for first, redirects within
 * the hub mean that a repository was renamed, and one that leads elsewhere is where the
 * bytes are.
 */
final class HubClient {

	private static final int MOST_REDIRECTS = 5;

	/** A listing of ten thousand files is a tenth of that. */
	private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

	private static final int OK = 200;

	private static final int PARTIAL_CONTENT = 206;

	private static final int MULTIPLE_CHOICES = 300;

	private static final int BAD_REQUEST = 400;

	private final HubRequests requests;

	private final HubSettings settings;

	HubClient(HubSettings settings) {
		this.settings = settings;
		this.requests = new HubRequests(settings);
	}

	/**
	 * Asks what a revision stands for.
	 * @param reference the model
	 * @return its commit and files
	 * @throws IOException if it may go better the next time
	 */
	RepositoryListing listing(HubReference reference) throws IOException {
		String[] names = reference.repository().split("/");
		URI address = this.requests.address("api", "models", names[0], names[1], "revision",
				reference.revisionOrMain());
		HttpResponse<InputStream> response = followed("GET", address);
		try (InputStream body = StallWatch.over(response.body(), this.settings.stallTimeout())) {
			new HubRefusals(this.settings, reference).check(response, null);
			Optional<URI> elsewhere = redirect(response);
			if (elsewhere.isPresent()) {
				throw wrongAnswer("asked for the files of %s, it leads to %s".formatted(reference,
						HubRequests.host(elsewhere.get())));
			}
			byte[] json = body.readNBytes(LONGEST_ANSWER + 1);
			if (json.length > LONGEST_ANSWER) {
				throw wrongAnswer(
						"its answer for %s is too long, more than %,d bytes".formatted(reference, LONGEST_ANSWER));
			}
			return listing(reference, json);
		}
	}

	private RepositoryListing listing(HubReference reference, byte[] json) {
		try {
			JsonNode root = JsonMapper.shared().readTree(json);
			String commit = root.path("sha").asString("");
			List<String> files = new ArrayList<>();
			for (JsonNode file : root.path("siblings")) {
				files.add(RepositoryPaths.requireInside(reference.repository(), file.path("rfilename").asString("")));
			}
			if (!HubReference.isCommit(commit)) {
				throw wrongAnswer("it names no commit for %s, but '%s'".formatted(reference, commit));
			}
			if (HubReference.isCommit(reference.revisionOrMain()) && !commit.equals(reference.revision())) {
				throw wrongAnswer("asked for %s, it answers for the commit %s".formatted(reference, commit));
			}
			return new RepositoryListing(commit, files);
		}
		catch (JacksonException ex) {
			throw wrongAnswer("its answer for %s is not JSON (%s)".formatted(reference, ex.getOriginalMessage()));
		}
	}

	/**
	 * Asks what a file is and where its bytes are.
	 * @param reference the model, at a commit
	 * @param path the file
	 * @return what is announced
	 * @throws IOException if it may go better the next time
	 */
	RemoteFile file(HubReference reference, String path) throws IOException {
		String[] names = reference.repository().split("/");
		List<String> parts = new ArrayList<>(List.of(names[0], names[1], "resolve", reference.revisionOrMain()));
		parts.addAll(List.of(path.split("/")));
		URI address = this.requests.address(parts.toArray(String[]::new));
		HttpResponse<InputStream> response = followed("HEAD", address);
		response.body().close();
		new HubRefusals(this.settings, reference).check(response, path);
		String commit = header(response, "X-Repo-Commit").orElse("");
		if (!commit.equals(reference.revision())) {
			throw wrongAnswer("asked for %s of %s, it answers for the commit '%s'".formatted(path, reference, commit));
		}
		String etag = header(response, "X-Linked-Etag", "ETag").orElse("");
		Checksum checksum = Checksum.of(unquoted(etag))
			.orElseThrow(() -> wrongAnswer(
					"it gives no checksum for %s of %s, but '%s'".formatted(path, reference.repository(), etag)));
		URI location = redirect(response).orElse(response.uri());
		OptionalLong size = Stream
			.of(header(response, "X-Linked-Size"),
					location.equals(response.uri()) ? header(response, "Content-Length") : Optional.<String>empty())
			.flatMap(Optional::stream)
			.filter((value) -> value.matches("\\d{1,18}"))
			.mapToLong(Long::parseLong)
			.findFirst();
		return new RemoteFile(location, size.orElseThrow(
				() -> wrongAnswer("it does not give the size of %s of %s".formatted(path, reference.repository()))),
				checksum);
	}

	/**
	 * Starts to read a file's bytes.
	 * @param file the file
	 * @param offset how many to leave out
	 * @return the answer, whose body must be closed; status 206 if it starts at the
	 * offset, 200 if at the beginning
	 * @throws IOException if it may go better the next time
	 */
	HttpResponse<InputStream> bytes(RemoteFile file, long offset) throws IOException {
		Map<String, String> headers = (offset > 0) ? Map.of("Range", "bytes=%d-".formatted(offset)) : Map.of();
		URI address = file.location();
		for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
			HttpResponse<InputStream> response = this.requests.send("GET", address, headers,
					BodyHandlers.ofInputStream());
			Optional<URI> next = redirect(response);
			if (next.isEmpty()) {
				requireBytes(response);
				return response;
			}
			response.body().close();
			address = next.get();
		}
		throw tooManyRedirects(file.location());
	}

	private static void requireBytes(HttpResponse<InputStream> response) throws IOException {
		int status = response.statusCode();
		if (status != OK && status != PARTIAL_CONTENT) {
			RetryableStatus.throwIfRetryable(response);
			response.body().close();
			// A signed address holds for a while only, so the next attempt gets a new
			// one.
			throw new IOException("%s answers with status %d".formatted(HubRequests.host(response.uri()), status));
		}
	}

	/** Follows redirects within the hub only. */
	private HttpResponse<InputStream> followed(String method, URI start) throws IOException {
		URI address = start;
		for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
			HttpResponse<InputStream> response = this.requests.send(method, address, Map.of(),
					BodyHandlers.ofInputStream());
			RetryableStatus.throwIfRetryable(response);
			Optional<URI> next = redirect(response).filter(this.requests::isHub);
			if (next.isEmpty()) {
				return response;
			}
			response.body().close();
			address = next.get();
		}
		throw tooManyRedirects(start);
	}

	private Optional<URI> redirect(HttpResponse<?> response) {
		boolean redirected = response.statusCode() >= MULTIPLE_CHOICES && response.statusCode() < BAD_REQUEST;
		Optional<URI> next = redirected ? header(response, "Location").filter((location) -> !location.isEmpty())
			.map((location) -> response.uri().resolve(address(location))) : Optional.empty();
		next.ifPresent((address) -> this.requests.requireNoDowngrade(response.uri(), address));
		return next;
	}

	private URI address(String location) {
		try {
			return URI.create(location);
		}
		catch (IllegalArgumentException ex) {
			throw wrongAnswer("it leads to something that is no address");
		}
	}

	private ModelDownloadException tooManyRedirects(URI start) {
		return wrongAnswer(
				"%s leads from one address to the next, more than %d times".formatted(start.getPath(), MOST_REDIRECTS));
	}

	private ModelDownloadException wrongAnswer(String what) {
		return new ModelDownloadException(
				"The hub %s gives a wrong answer: %s.".formatted(HubRequests.host(this.settings.endpoint()), what),
				"Check the endpoint (HF_ENDPOINT, semblance.hub.endpoint): it must speak the protocol of Hugging Face's "
						+ "hub.");
	}

	private static Optional<String> header(HttpResponse<?> response, String... names) {
		return Stream.of(names).map(response.headers()::firstValue).flatMap(Optional::stream).findFirst();
	}

	private static String unquoted(String etag) {
		return etag.replaceFirst("^W/", "").replace("\"", "");
	}

}
