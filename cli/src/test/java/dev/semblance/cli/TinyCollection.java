package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A collection in BEIR form, small enough to be encoded in a moment.
 */
final class TinyCollection {

	private TinyCollection() {
	}

	static Path write(Path folder) throws IOException {
		Files.createDirectories(folder.resolve("qrels"));
		Files.writeString(folder.resolve("corpus.jsonl"), """
				{"_id": "cats", "title": "Cats", "text": "The cat is a small domesticated carnivore.", "metadata": {}}
				{"_id": "tides", "title": "Tides", "text": "The moon pulls the oceans towards it."}
				{"_id": "bread", "title": "", "text": "Flour, water, salt and yeast are baked."}
				""");
		Files.writeString(folder.resolve("queries.jsonl"), """
				{"_id": "q1", "text": "Which pet purrs?"}
				{"_id": "q2", "text": "Why does the sea rise and fall?"}
				{"_id": "q3", "text": "never judged"}
				""");
		Files.writeString(folder.resolve("qrels").resolve("test.tsv"),
				"query-id\tcorpus-id\tscore\nq1\tcats\t1\nq2\ttides\t1\n");
		return folder;
	}

}
