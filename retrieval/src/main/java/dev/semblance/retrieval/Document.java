package dev.semblance.retrieval;

import java.util.Map;
import java.util.TreeMap;

import dev.semblance.encoders.InvalidInputException;

/**
 * A unit of text that is stored and found. A chunk of something larger is still a
 * document.
 *
 * @param id identifies the document within its store; not blank
 * @param text what is encoded and searched; may be empty
 * @param metadata values by key, for filters and for display. A value is a
 * {@link String}, {@link Boolean}, {@link Long} or {@link Double}; smaller numbers are
 * widened on the way in
 */
public record Document(String id, String text, Map<String, Object> metadata) {

	/**
	 * Checks the id and the metadata.
	 */
	public Document {
		if (id.isBlank()) {
			throw new InvalidInputException("A document has a blank id.", "Give every document an id of its own.");
		}
		metadata = checked(id, metadata);
	}

	/**
	 * Creates a document without metadata.
	 * @param id identifies the document
	 * @param text what is encoded and searched
	 */
	public Document(String id, String text) {
		this(id, text, Map.of());
	}

	private static Map<String, Object> checked(String id, Map<String, Object> metadata) {
		Map<String, Object> values = new TreeMap<>();
		metadata.forEach((key, value) -> {
			if (key.isBlank()) {
				throw new InvalidInputException("Document '%s' has a blank metadata key.".formatted(id),
						"Name the key or leave it out.");
			}
			values.put(key, MetadataValues.checked(id, key, value));
		});
		return Map.copyOf(values);
	}

}
