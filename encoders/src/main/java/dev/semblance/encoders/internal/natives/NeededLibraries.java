package dev.semblance.encoders.internal.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which of NVIDIA's libraries a provider's library is linked against. Their names stand
 * in the table of strings near the start of the file, so that hundreds of megabytes need
 * not be unpacked to read them. Known for Linux only.
 *
 * @param names names of the libraries with their versions
 * @param runPath folders in which the library itself has them looked for, as it writes
 * them
 */
record NeededLibraries(SortedSet<String> names, List<String> runPath) {

	/** Nothing is known. */
	static final NeededLibraries UNKNOWN = new NeededLibraries(new TreeSet<>(), List.of());

	/**
	 * The table ends before this in every build that is known, and other text begins
	 * behind it.
	 */
	private static final int HEAD = 256 << 10;

	private static final Pattern NAME = Pattern
		.compile("\\x00(lib(?:cuda|cudart|cublas|cublasLt|curand|cufft|cudnn|nvinfer|nvonnxparser)\\.so\\.\\d+)\\x00");

	/** Folders stand between colons. */
	private static final Pattern RUN_PATH = Pattern.compile("\\x00((?:/|\\$ORIGIN)[^\\x00]*)\\x00");

	/**
	 * Reads the names.
	 * @param library the provider's library
	 */
	static NeededLibraries of(NativeLibraries.Library library) throws IOException {
		try (InputStream stream = library.open()) {
			String head = new String(stream.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
			List<String> runPath = find(RUN_PATH, head).stream()
				.flatMap((folders) -> Stream.of(folders.split(":")))
				.filter((folder) -> folder.startsWith("/") || folder.startsWith("$ORIGIN"))
				.toList();
			return new NeededLibraries(new TreeSet<>(find(NAME, head)), runPath);
		}
	}

	private static List<String> find(Pattern pattern, String head) {
		List<String> found = new ArrayList<>();
		Matcher matcher = pattern.matcher(head);
		// Neighbours share the zero between them.
		for (int from = 0; matcher.find(from); from = matcher.end() - 1) {
			found.add(matcher.group(1));
		}
		return found;
	}

}
