package dev.semblance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

import picocli.CommandLine.IVersionProvider;

/**
 * The version that the build wrote beside this class.
 */
final class Version implements IVersionProvider {

	@Override
	public String[] getVersion() {
		Properties properties = new Properties();
		try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
			properties.load(Objects.requireNonNull(stream));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new String[] { "semblance " + properties.getProperty("version") };
	}

}
