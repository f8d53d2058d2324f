package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of NVIDIA's libraries a provider's library is linked against. Their names stand
 * in the table of strings near the start of the file, so that hundreds of megabytes need
 * not be unpacked to read them. Known for Linux only.
 */
final class NeededLibraries {

	/**
	 * The table ends before this in every build that is known, and other text begins
	 * behind it.
	 */
	private static final int HEAD = 256 << 10;

	private static final Pattern NAME = Pattern
		.compile("\\x00(lib(?:cuda|cudart|cublas|cublasLt|curand|cufft|cudnn|nvinfer|nvonnxparser)\\.so\\.\\d+)\\x00");

	private NeededLibraries() {
	}

	/**
	 * Reads the names.
	 * @param library the provider's library
	 */
	static SortedSet<String> of(NativeLibraries.Library library) throws IOException {
		SortedSet<String> names = new TreeSet<>();
		try (InputStream stream = library.open()) {
			Matcher matcher = NAME.matcher(new String(stream.readNBytes(HEAD), StandardCharsets.ISO_8859_1));
			// Neighbours share the zero between them.
			for (int from = 0; matcher.find(from); from = matcher.end() - 1) {
				names.add(matcher.group(1));
			}
		}
		return names;
	}

}
