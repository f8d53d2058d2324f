package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The native libraries of a build of ONNX Runtime.
 */
sealed interface NativeLibraries permits FolderLibraries, JarLibraries {

	/** The library of ONNX Runtime itself. */
	String RUNTIME = "onnxruntime";

	/** The library between ONNX Runtime and its Java classes. */
	String JAVA = "onnxruntime4j_jni";

	/** What a provider's library and that of ONNX Runtime have in common. */
	String SHARED = "onnxruntime_providers_shared";

	/** Those that every process loads. */
	List<String> ALWAYS = List.of(RUNTIME, JAVA, SHARED);

	/** Tells where they are, for messages. */
	String place();

	/**
	 * Finds a library.
	 * @param name its name without what the platform puts around it
	 */
	Optional<Library> find(String name);

	/**
	 * A library.
	 *
	 * @param fileName name of its file
	 * @param size number of bytes; less than 0 if it is not known
	 * @param checksum CRC-32 of its bytes; less than 0 if it is not known
	 * @param bytes opens it
	 */
	record Library(String fileName, long size, long checksum, Bytes bytes) {

		/** Tells whether size and checksum are known. */
		boolean isDescribed() {
			return this.size >= 0 && this.checksum >= 0;
		}

		InputStream open() throws IOException {
			return this.bytes.open();
		}

	}

	/**
	 * Opens a library.
	 */
	@FunctionalInterface
	interface Bytes {

		InputStream open() throws IOException;

	}

}
