package dev.semblance.samples.search;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Document;

/**
 * The documents to search. They are read through once when the collection is created, so
 * that a broken file stops the start and not the ingest, and the progress has a total.
 */
final class DocumentCollection {

	private final String name;

	private final String folderName;

	private final List<String> examples;

	private final DocumentSource source;

	private final Set<String> ids;

	/**
	 * Creates a collection and reads it through.
	 * @param name what it is called on the page
	 * @param folderName name of the folder its index is kept in
	 * @param examples questions to begin with; may be empty
	 * @param source reads the documents
	 * @throws InvalidInputException if a document cannot be read, an id occurs twice or
	 * there are no documents at all
	 */
	DocumentCollection(String name, String folderName, List<String> examples, DocumentSource source) {
		this.name = name;
		this.folderName = folderName;
		this.examples = List.copyOf(examples);
		this.source = source;
		this.ids = Collections.unmodifiableSet(readIds(name, source));
	}

	private static Set<String> readIds(String name, DocumentSource source) {
		Set<String> ids = new LinkedHashSet<>();
		try (Stream<Document> documents = source.open()) {
			documents.forEach((document) -> {
				if (!ids.add(document.id())) {
					throw new InvalidInputException(
							"%s holds two documents with the id '%s'.".formatted(name, document.id()),
							"Give every document an id of its own.");
				}
			});
		}
		if (ids.isEmpty()) {
			throw new InvalidInputException("%s holds no documents.".formatted(name),
					"Give a folder with .txt or .md files that are not empty, or a corpus.jsonl in BEIR form.");
		}
		return ids;
	}

	String name() {
		return this.name;
	}

	String folderName() {
		return this.folderName;
	}

	List<String> examples() {
		return this.examples;
	}

	Set<String> ids() {
		return this.ids;
	}

	Stream<Document> documents() {
		return this.source.open();
	}

}
