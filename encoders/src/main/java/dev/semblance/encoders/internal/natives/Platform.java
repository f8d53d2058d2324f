package dev.semblance.encoders.internal.natives;

import java.util.Locale;

/**
 * An operating system and a processor, as ONNX Runtime's artifacts call them.
 *
 * @param name for example {@code linux-x64}
 */
record Platform(String name) {

	private static final String WINDOWS = "win";

	static Platform ofThisMachine() {
		return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
	}

	static Platform of(String system, String processor) {
		String lower = system.toLowerCase(Locale.ROOT);
		String os = (lower.contains("mac") || lower.contains("darwin")) ? "osx"
				: lower.contains(WINDOWS) ? WINDOWS : "linux";
		String architecture = processor.toLowerCase(Locale.ROOT);
		return new Platform(os + "-" + (architecture.matches("amd64|x86_64|x86-64") ? "x64" : architecture));
	}

	boolean isWindows() {
		return this.name.startsWith(WINDOWS);
	}

	/** Where an artifact holds a library. */
	String resource(String library) {
		return "ai/onnxruntime/native/%s/%s".formatted(this.name, fileName(library));
	}

	/** What a library's file is called. */
	String fileName(String library) {
		return isWindows() ? library + ".dll"
				: this.name.startsWith("osx") ? "lib%s.dylib".formatted(library) : "lib%s.so".formatted(library);
	}

}
