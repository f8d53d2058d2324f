package dev.semblance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.semblance.retrieval.dataset.LineReader;
import dev.semblance.retrieval.dataset.TextLines;

/**
 * A file of texts, small enough to be in memory.
 */
final class TextFile {

	private TextFile() {
	}

	/**
	 * Reads a file.
	 * @param file one text on each line, or JSON lines
	 * @return its texts, without blank ones
	 */
	static List<String> read(Path file) {
		List<String> texts = new ArrayList<>();
		try (LineReader<String> lines = TextLines.open(file)) {
			lines.forEachRemaining(texts::add);
		}
		return texts;
	}

}
