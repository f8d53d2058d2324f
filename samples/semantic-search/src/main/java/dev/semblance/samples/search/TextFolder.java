package dev.semblance.samples.search;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.dataset.BeirDataset;

/**
 * A folder of {@code .txt} and {@code .md} files. Each file is cut into chunks, and each
 * chunk is a document.
 *
 * @param folder the folder
 */
record TextFolder(Path folder) implements DocumentSource {

	/** Metadata key of the file a chunk comes from, relative to the folder. */
	static final String SOURCE = "source";

	@Override
	public Stream<Document> open() {
		return TextFiles.in(this.folder).stream().flatMap(this::documents);
	}

	private Stream<Document> documents(Path file) {
		String text = TextFiles.read(file);
		String source = TextFiles.relativePath(this.folder, file);
		String title = MarkdownTitle.of(text).orElse(String.valueOf(file.getFileName()));
		Map<String, Object> metadata = Map.of(BeirDataset.TITLE, title, SOURCE, source);
		List<Chunk> chunks = Chunker.chunks(text);
		return IntStream.range(0, chunks.size())
			.mapToObj((i) -> new Document("%s#%d".formatted(source, i + 1), withTitle(title, chunks.get(i).text()),
					metadata));
	}

	/**
	 * A chunk from the middle of a file does not say what it is about: its title does.
	 */
	private static String withTitle(String title, String chunk) {
		return chunk.contains(title) ? chunk : title + "\n\n" + chunk;
	}

}
