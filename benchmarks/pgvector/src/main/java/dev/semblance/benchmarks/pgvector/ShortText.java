package dev.semblance.benchmarks.pgvector;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A document of the data set.
 *
 * @param source id of the abstract it was cut from
 * @param position where it stands among the texts of its abstract, from 0
 * @param text the text, on one line
 */
record ShortText(String source, int position, String text) {

	/**
	 * Returns an id that every store takes: those of Spring AI and LangChain4j want a
	 * UUID.
	 * @return the same for the same place in the corpus
	 */
	String id() {
		return UUID.nameUUIDFromBytes((this.source + " " + this.position).getBytes(StandardCharsets.UTF_8)).toString();
	}

}
