package dev.semblance.samples.search;

import java.util.stream.Stream;

import dev.semblance.retrieval.Document;

/**
 * Reads documents, each time from the beginning.
 */
@FunctionalInterface
interface DocumentSource {

	/**
	 * Opens the documents.
	 * @return the documents, read as they are needed; to be closed by the caller
	 * @throws dev.semblance.encoders.InvalidInputException if they cannot be read, here
	 * or while they are read
	 */
	Stream<Document> open();

}
