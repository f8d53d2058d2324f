package dev.semblance.springai;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;

import org.springframework.ai.document.Document;

/**
 * The texts of documents, which may hold media instead.
 */
final class Texts {

	private Texts() {
	}

	static String of(Document document) {
		String text = document.getText();
		if (text == null) {
			throw new InvalidInputException("Document '%s' has no text.".formatted(document.getId()),
					"Hand over text documents only; media are not read.");
		}
		return text;
	}

	static List<String> of(List<Document> documents) {
		return documents.stream().map(Texts::of).toList();
	}

}
