package dev.semblance.encoders.internal.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A model on a hub, at a revision: {@code organization/name} or
 * {@code organization/name@revision}.
 *
 * @param repository organization and name, with a {@code /} between them
 * @param revision branch, tag or commit; {@code null} for the main branch
 */
public record HubReference(String repository, @Nullable String revision) {

	/** The branch that is meant without a revision. */
	public static final String MAIN = "main";

	private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";

	private static final Pattern REFERENCE = Pattern.compile("(%1$s/%1$s)(?:@(.+))?".formatted(NAME));

	private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

	private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

	/**
	 * Reads a reference.
	 * @param reference what the user wrote
	 * @return the model; nothing if it cannot be one on a hub
	 */
	public static Optional<HubReference> parse(String reference) {
		Matcher matcher = REFERENCE.matcher(reference);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String revision = matcher.group(2);
		boolean acceptable = (revision == null || isRevision(revision)) && !matcher.group(1).contains("..");
		return acceptable ? Optional.of(new HubReference(matcher.group(1), revision)) : Optional.empty();
	}

	/**
	 * Tells whether a text can be a branch, a tag or a commit.
	 * @param text the text
	 * @return whether it can
	 */
	public static boolean isRevision(String text) {
		return REVISION.matcher(text).matches() && !text.contains("..") && !text.contains("//") && !text.endsWith("/");
	}

	/**
	 * Tells whether a text is the full name of a commit, which never comes to mean
	 * another.
	 * @param text the text
	 * @return whether it is
	 */
	public static boolean isCommit(String text) {
		return COMMIT.matcher(text).matches();
	}

	/**
	 * Asks for a revision that was set beside the reference.
	 * @param other branch, tag or commit; {@code null} if none was
	 * @return the model at that revision
	 * @throws InvalidInputException if it cannot be one, or the reference has another
	 */
	public HubReference at(@Nullable String other) {
		if (other == null) {
			return this;
		}
		if (!isRevision(other)) {
			throw new InvalidInputException("'%s' can be no revision of %s.".formatted(other, this.repository),
					"Name a branch, a tag or a commit of it.");
		}
		if (this.revision != null && !this.revision.equals(other)) {
			throw new InvalidInputException("%s names one revision, and '%s' is asked for.".formatted(this, other),
					"Name one of them only.");
		}
		return new HubReference(this.repository, other);
	}

	/**
	 * Returns the revision, or the one that is meant without any.
	 * @return branch, tag or commit
	 */
	public String revisionOrMain() {
		return (this.revision != null) ? this.revision : MAIN;
	}

	@Override
	public String toString() {
		return (this.revision != null) ? this.repository + "@" + this.revision : this.repository;
	}

}
