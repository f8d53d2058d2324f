package dev.semblance.encoders.internal.cache;

import dev.semblance.encoders.InvalidModelException;

/**
 * Names of files as a repository gives them, before anything is made of them on this
 * machine.
 */
public final class RepositoryPaths {

	private static final int LONGEST = 1024;

	private RepositoryPaths() {
	}

	private static boolean isAllowed(int character) {
		int type = Character.getType(character);
		return character != '\\' && character != ':' && type != Character.CONTROL && type != Character.SURROGATE;
	}

	/**
	 * Refuses a name that could lead out of a folder, on any operating system.
	 * @param repository the repository that gives it
	 * @param path the name
	 * @return the name
	 * @throws InvalidModelException if it could
	 */
	public static String requireInside(String repository, String path) {
		boolean inside = !path.isEmpty() && path.length() <= LONGEST
				&& path.codePoints().allMatch(RepositoryPaths::isAllowed);
		for (String segment : path.split("/", -1)) {
			inside &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
		}
		if (!inside) {
			throw new InvalidModelException(
					"The repository %s has a file with the name '%s', which leads out of its folder."
						.formatted(repository, path),
					"Do not use this model; it may have been tampered with.");
		}
		return path;
	}

}
