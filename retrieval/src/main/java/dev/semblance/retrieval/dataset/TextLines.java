package dev.semblance.retrieval.dataset;

import java.nio.file.Path;

/**
 * Reads texts: one on each line, or JSON lines with a {@code text}.
 */
public final class TextLines {

	private TextLines() {
	}

	/**
	 * Opens a file. It holds JSON lines if its name ends in {@code .jsonl}, else plain
	 * lines.
	 * @param file the file
	 * @return its texts, read as they are needed; blank lines are skipped
	 */
	public static LineReader<String> open(Path file) {
		boolean json = String.valueOf(file.getFileName()).endsWith(".jsonl");
		return new LineReader<>(file,
				json ? (line, place) -> new JsonLine(line, place).text("text") : (line, place) -> line);
	}

}
