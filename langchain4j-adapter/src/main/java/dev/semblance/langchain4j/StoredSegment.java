package dev.semblance.langchain4j;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.semblance.retrieval.Document;
import org.jspecify.annotations.Nullable;

/**
 * Text segments as documents and back. A segment's text is never blank, so a document of
 * blank text stands for an embedding without a segment.
 */
final class StoredSegment {

	private StoredSegment() {
	}

	static String text(@Nullable TextSegment segment) {
		return (segment != null) ? segment.text() : "";
	}

	static Document document(String id, @Nullable TextSegment segment) {
		if (segment == null) {
			return new Document(id, text(segment));
		}
		Map<String, Object> metadata = new HashMap<>();
		segment.metadata().toMap().forEach((key, value) -> metadata.put(key, value(value)));
		return new Document(id, segment.text(), metadata);
	}

	static @Nullable TextSegment segment(Document document) {
		if (document.text().isBlank()) {
			return null;
		}
		Map<String, Object> metadata = new HashMap<>(document.metadata());
		// Documents that were not stored by way of LangChain4j may have what it lacks.
		metadata.replaceAll((key, value) -> (value instanceof Boolean) ? value.toString() : value);
		return TextSegment.from(document.text(), new Metadata(metadata));
	}

	/**
	 * Returns what a value is stored as, and compared with.
	 * @param value a value of metadata or of a filter
	 * @return a value that documents can have, if there is one for it
	 */
	static Object value(Object value) {
		if (value instanceof UUID uuid) {
			return uuid.toString();
		}
		return (value instanceof Float number) ? asWritten(number) : value;
	}

	/**
	 * Widens a number by its text: to LangChain4j, 1.1f and 1.1d are equal.
	 */
	private static double asWritten(float number) {
		double written = Double.parseDouble(Float.toString(number));
		return ((float) written == number) ? written : number;
	}

}
