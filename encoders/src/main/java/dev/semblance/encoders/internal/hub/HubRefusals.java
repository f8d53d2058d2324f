package dev.semblance.encoders.internal.hub;

import java.net.http.HttpResponse;

import dev.semblance.encoders.ModelAccessException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.model.HubReference;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that gives nothing and will not give anything later.
 *
 * @param settings who was asked
 * @param reference what for
 */
record HubRefusals(HubSettings settings, HubReference reference) {

	private static final int BAD_REQUEST = 400;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private static final int PROXY_LOGIN = 407;

	/**
	 * Checks an answer.
	 * @param response the answer
	 * @param path the file that was asked for; {@code null} for the repository
	 * @throws SemblanceException if it is a refusal
	 */
	void check(HttpResponse<?> response, @Nullable String path) {
		int status = response.statusCode();
		if (status < BAD_REQUEST) {
			return;
		}
		String code = response.headers().firstValue("X-Error-Code").orElse("");
		switch (code) {
			case "GatedRepo" -> throw gated();
			case "RepoNotFound" -> throw missing();
			case "RevisionNotFound" -> throw missingRevision();
			case "EntryNotFound" -> throw missingFile(path);
			default -> {
				// Mirrors give no codes.
			}
		}
		if (status == FORBIDDEN) {
			throw forbidden();
		}
		if (status == UNAUTHORIZED && this.settings.token() != null) {
			throw refusedToken();
		}
		if (status == UNAUTHORIZED || (status == NOT_FOUND && path == null)) {
			throw missing();
		}
		if (status == NOT_FOUND) {
			throw missingFile(path);
		}
		throw new ModelDownloadException(
				"%s answers for %s%s with status %d%s.".formatted(hub(), (path != null) ? path + " of " : "",
						this.reference, status, code.isEmpty() ? "" : " (" + code + ")"),
				(status == PROXY_LOGIN)
						? "Give the proxy's address with user and password (HTTPS_PROXY=http://user:password@host:port); "
								+ "for Basic logins, Java also wants -Djdk.http.auth.tunneling.disabledSchemes= on its command line."
						: "Check the endpoint, or try again later.");
	}

	private ModelAccessException gated() {
		boolean token = this.settings.token() != null;
		return new ModelAccessException(
				"%s on %s is gated%s.".formatted(this.reference.repository(), hub(),
						token ? ", and the token that was given has no access" : ", and no token was given"),
				"Ask for access at %s/%s, and give a token (HF_TOKEN, semblance.hub.token)."
					.formatted(this.settings.endpoint(), this.reference.repository()));
	}

	private ModelAccessException forbidden() {
		return new ModelAccessException(
				"%s is not handed out: %s, or a proxy in between, answers with status 403."
					.formatted(this.reference.repository(), hub()),
				"Check that %s may read it, and that the proxy lets this address through.".formatted(
						(this.settings.token() != null) ? "the token that was given (HF_TOKEN, semblance.hub.token)"
								: "anybody without a token (HF_TOKEN, semblance.hub.token)"));
	}

	private ModelAccessException refusedToken() {
		return new ModelAccessException(
				"%s does not accept the token that was given for %s, which may be invalid or expired; or there is no such model."
					.formatted(hub(), this.reference.repository()),
				"Give another token (HF_TOKEN, semblance.hub.token), or none if the model needs none; and check the name.");
	}

	/** The hub does not tell strangers whether a private repository exists. */
	private ModelNotFoundException missing() {
		return new ModelNotFoundException(
				"%s has no model %s, or it is private%s.".formatted(hub(), this.reference.repository(),
						(this.settings.token() != null) ? " and the token that was given may not read it" : ""),
				"Check the name; for a private model give a token that may read it (HF_TOKEN, semblance.hub.token).");
	}

	private ModelNotFoundException missingRevision() {
		return new ModelNotFoundException(
				"%s on %s has no revision '%s'.".formatted(this.reference.repository(), hub(),
						this.reference.revisionOrMain()),
				"Name a branch, a tag or a commit of it, or none for the branch main.");
	}

	private ModelDownloadException missingFile(@Nullable String path) {
		return new ModelDownloadException(
				"%s on %s lists the file %s and does not have it.".formatted(this.reference, hub(), path),
				"Try again later, or use another revision.");
	}

	private String hub() {
		return HubRequests.host(this.settings.endpoint());
	}

}
