package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Native libraries in an artifact of ONNX Runtime.
 *
 * @param jar the artifact, whose {@code jar:} address also Spring Boot understands for
 * jars within jars; ends with {@code !/}
 * @param platform for which they are made
 */
record JarLibraries(URL jar, Platform platform) implements NativeLibraries {

	@Override
	public String place() {
		return ReadablePlace.of(this.jar.toString());
	}

	@Override
	public Optional<Library> find(String name) {
		String resource = this.platform.resource(name);
		try {
			URL address = new URL(this.jar, resource);
			JarURLConnection connection = (JarURLConnection) address.openConnection();
			// Stays open, as jars on the class path do: closing it would close it for its
			// classes.
			JarFile file = connection.getJarFile();
			ZipEntry entry = file.getEntry(resource);
			return (entry != null) ? Optional.of(new Library(this.platform.fileName(name), entry.getSize(),
					entry.getCrc(), () -> file.getInputStream(entry))) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
