package dev.semblance.encoders.hub.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The hub itself: the API, small files, and where the bytes of large files are.
 */
final class HubSite implements Site {

	private final Map<String, TestRepository> repositories = new ConcurrentHashMap<>();

	private final Map<String, String> moved = new ConcurrentHashMap<>();

	private final String secondHost;

	private volatile boolean smallFilesElsewhere;

	HubSite(String secondHost) {
		this.secondHost = secondHost;
	}

	TestRepository repository(String id) {
		return this.repositories.computeIfAbsent(id, TestRepository::new);
	}

	void moved(String from, String to) {
		this.moved.put(from, to);
	}

	void smallFilesElsewhere() {
		this.smallFilesElsewhere = true;
	}

	@Override
	public Reply answer(ReceivedRequest request) {
		Target target = Target.parse(request.path());
		if (target == null) {
			return Reply.error(404, null, "Not found");
		}
		String to = this.moved.get(target.repository());
		if (to != null) {
			String query = request.query().isEmpty() ? "" : "?" + request.query();
			return Reply.redirect(307, target.prefix() + to + target.rest() + query);
		}
		TestRepository repository = this.repositories.get(target.repository());
		if (repository == null) {
			return missing(request);
		}
		Commit commit = repository.find(target.revision());
		if (target.prefix().equals(Target.API)) {
			return api(repository, commit, target, request);
		}
		return target.action().equals("resolve") ? resolve(repository, commit, target, request)
				: Reply.error(404, null, "Not found");
	}

	private Reply api(TestRepository repository, @Nullable Commit commit, Target target, ReceivedRequest request) {
		if (commit == null) {
			return invalidRevision(target);
		}
		if (target.action().equals("tree")) {
			return Reply.json(commit.files()
				.entrySet()
				.stream()
				.map((file) -> file.getValue().treeEntry(file.getKey()))
				.toList());
		}
		boolean withBlobs = Arrays.stream(request.query().split("&"))
			.anyMatch((parameter) -> parameter.equalsIgnoreCase("blobs=true"));
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("id", repository.id());
		model.put("sha", commit.sha());
		model.put("private", false);
		model.put("gated", (repository.token() != null) ? "manual" : false);
		model.put("siblings",
				commit.files()
					.entrySet()
					.stream()
					.map((file) -> file.getValue().sibling(file.getKey(), withBlobs))
					.toList());
		return Reply.json(model);
	}

	private Reply resolve(TestRepository repository, @Nullable Commit commit, Target target, ReceivedRequest request) {
		String token = repository.token();
		String authorization = request.header("Authorization");
		if (token != null && authorization == null) {
			return Reply.error(401, "GatedRepo",
					("Access to model %s is restricted. You must have access to it and be authenticated to access it. "
							+ "Please log in.")
						.formatted(repository.id()));
		}
		if (token != null && !"Bearer %s".formatted(token).equals(authorization)) {
			return Reply.error(403, "GatedRepo",
					"Access to model %s is restricted and you are not in the authorized list."
						.formatted(repository.id()));
		}
		if (commit == null) {
			return invalidRevision(target);
		}
		StoredFile file = commit.files().get(target.file());
		Reply reply = (file != null) ? file(repository, commit, target, file, request)
				: Reply.error(404, "EntryNotFound", "Entry not found");
		return reply.with("X-Repo-Commit", commit.sha());
	}

	private Reply file(TestRepository repository, Commit commit, Target target, StoredFile file,
			ReceivedRequest request) {
		if (file.large()) {
			String location = "http://%s%s".formatted(this.secondHost, ByteSite.target(repository, file));
			return Reply.redirect(302, location)
				.with("X-Linked-Etag", "\"%s\"".formatted(file.sha256()))
				.with("X-Linked-Size", Integer.toString(file.content().length));
		}
		String etag = "\"%s\"".formatted(file.blobId());
		if (this.smallFilesElsewhere && !target.prefix().equals(Target.CACHE)) {
			return Reply
				.redirect(307,
						"%s%s/%s/%s?%s=&etag=%s".formatted(Target.CACHE, repository.id(), commit.sha(),
								encode(target.file()).replace("%2F", "/"), encode(request.path()), encode(etag)))
				.with("X-Linked-Size", Integer.toString(file.content().length));
		}
		return Reply.content(file.content(), etag, request);
	}

	private static Reply invalidRevision(Target target) {
		return Reply.error(404, "RevisionNotFound", "Invalid rev id: %s".formatted(target.revision()));
	}

	/** Who has no token is not told whether a repository is missing or private. */
	private static Reply missing(ReceivedRequest request) {
		return (request.header("Authorization") != null) ? Reply.error(404, "RepoNotFound", "Repository not found")
				: Reply.error(401, null, "Invalid username or password.")
					.with("WWW-Authenticate", "Bearer realm=\"Authentication required\", charset=\"UTF-8\"");
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Nullable StoredFile large(String repository, String sha256) {
		TestRepository found = this.repositories.get(repository);
		return (found != null) ? found.large(sha256) : null;
	}

}
