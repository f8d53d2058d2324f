package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;

import dev.semblance.encoders.diagnosis.Diagnosis.Artifact;
import dev.semblance.encoders.internal.natives.ReadablePlace;
import org.jspecify.annotations.Nullable;

/**
 * Where an artifact of ONNX Runtime is, as people read it, and what it says of itself.
 */
final class ArtifactPlace {

	private static final String TITLE = "onnxruntime";

	private ArtifactPlace() {
	}

	/**
	 * Describes an artifact.
	 * @param classFile the address of {@link RuntimeArtifact#CLASS_FILE} in it
	 */
	static Artifact describe(URL classFile) {
		String address = classFile.toString();
		String root = address.substring(0, address.length() - RuntimeArtifact.CLASS_FILE.length());
		return new Artifact(ReadablePlace.of(root), version(root, classFile));
	}

	/** An application that took the classes into its own jar has a version of its own. */
	private static @Nullable String version(String root, URL context) {
		try (InputStream stream = new URL(context, root + "META-INF/MANIFEST.MF").openStream()) {
			Attributes attributes = new Manifest(stream).getMainAttributes();
			String title = attributes.getValue(Name.IMPLEMENTATION_TITLE);
			return (title != null && title.startsWith(TITLE)) ? attributes.getValue(Name.IMPLEMENTATION_VERSION) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
