package dev.semblance.boot.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths among the properties.
 */
public final class ConfiguredPath {

	private ConfiguredPath() {
	}

	/**
	 * Reads a path.
	 * @param text the path as it is configured
	 * @param remedy what to do if it is blank, which would be the working directory
	 * @return the path
	 */
	public static Path of(ConfiguredValue<String> text, String remedy) {
		if (text.value().isBlank()) {
			throw text.refused(remedy);
		}
		try {
			return Path.of(text.value());
		}
		catch (InvalidPathException ex) {
			throw text.refused("It is not a path: %s.".formatted(ex.getReason()));
		}
	}

}
