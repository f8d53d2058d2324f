package dev.semblance.samples.search;

import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.dataset.BeirDataset;
import dev.semblance.retrieval.dataset.LineReader;

/**
 * A {@code corpus.jsonl} in BEIR form: on each line an object with {@code _id},
 * {@code title}, {@code text} and perhaps {@code metadata}.
 *
 * @param file the file
 */
record CorpusFile(Path file) implements DocumentSource {

	@Override
	public Stream<Document> open() {
		LineReader<Document> reader = BeirDataset.corpus(this.file);
		Spliterator<Document> documents = Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED);
		return StreamSupport.stream(documents, false).onClose(reader::close);
	}

}
