package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;

import dev.semblance.encoders.DeviceUnavailableException;

/**
 * Which ONNX Runtime is on the class path, found out without loading any of it: the
 * artifacts for CPU and GPU hold the same classes, and the GPU's native libraries take
 * many seconds to unpack.
 */
public final class RuntimeArtifact {

	static final String CLASS_FILE = "ai/onnxruntime/OrtEnvironment.class";

	private RuntimeArtifact() {
	}

	/**
	 * Makes sure that there is exactly one ONNX Runtime, before any class that needs it
	 * is loaded.
	 * @throws DeviceUnavailableException if there is none, or more than one
	 */
	public static void requireExactlyOne() {
		requireExactlyOne(RuntimeArtifact.class.getClassLoader());
	}

	static void requireExactlyOne(ClassLoader loader) {
		requireExactlyOne(find(loader));
	}

	/**
	 * Makes sure that there is exactly one.
	 * @param found what was found
	 * @throws DeviceUnavailableException if there is none, or more than one
	 */
	static void requireExactlyOne(List<URL> found) {
		if (found.isEmpty()) {
			throw new DeviceUnavailableException("ONNX Runtime is not on the class path.",
					"Add com.microsoft.onnxruntime:onnxruntime, or onnxruntime_gpu on a machine with an NVIDIA GPU.");
		}
		if (found.size() > 1) {
			throw new DeviceUnavailableException(
					"ONNX Runtime is on the class path %d times, and which one wins is chance: %s.".formatted(
							found.size(), found),
					"Keep either onnxruntime or onnxruntime_gpu and exclude the other.");
		}
	}

	/**
	 * Finds every place of ONNX Runtime's classes.
	 * @param loader finds them
	 * @return addresses of a class file in it
	 * @throws DeviceUnavailableException if the class path cannot be searched
	 */
	static List<URL> find(ClassLoader loader) {
		try {
			return Collections.list(loader.getResources(CLASS_FILE)).stream().distinct().toList();
		}
		catch (IOException ex) {
			throw new DeviceUnavailableException(
					"The class path cannot be searched for ONNX Runtime: %s.".formatted(ex),
					"Check the jars on the class path.", ex);
		}
	}

}
